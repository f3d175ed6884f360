package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Ended;
import io.spoor.app.endtoend.SpoorProcess.Port;
import io.spoor.storage.elasticsearch.server.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Indices that somebody made otherwise, or that have no place: spans are stored as well as can be,
 * wait, or are set aside to be sent again. Each test has a day of its own.
 */
@Tag("elasticsearch")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ElasticsearchRefusalTest {
  private static final String PREFIX = "refusal";
  private static final Map<String, String> TAGS =
      Map.of("http.method", "GET", "error", "true", "http.status_code", "500", "mine", "yes");

  // Midday: a test may run at midnight.
  private final Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS).plusSeconds(43_200);
  private Path directory;
  private TestServer server;
  private SpoorProcess spoor;

  @BeforeAll
  void start(@TempDir Path temporary) {
    directory = temporary;
    server = ServerOfTests.get();
    spoor =
        SpoorProcess.start(
            directory,
            "--span-storage.type=elasticsearch",
            "--es.server-urls=" + server.uri(),
            "--es.index-prefix=" + PREFIX,
            "--es.num-shards=1",
            "--es.max-span-age=480h");
  }

  @AfterAll
  void stop() throws InterruptedException {
    spoor.close();
  }

  @Test
  void findsSpansWhoseTagIsAnotherTypeInTheIndex() {
    create(
        1,
        "{\"mappings\":{\"properties\":{\"tag\":{\"properties\":{\"http@method\":{\"type\":\"long\"}}}}}}");
    assertStored(1);
  }

  @Test
  void findsSpansWhoseTagIsAnObjectInTheIndex() {
    create(
        2,
        "{\"mappings\":{\"properties\":{\"tag\":{\"properties\":{\"error\":{\"properties\":{\"x\":"
            + "{\"type\":\"long\"}}}}}}}}");
    assertStored(2);
  }

  @Test
  void findsSpansWhoseTagsAreMoreFieldsThanTheIndexTakes() {
    create(3, "{}");
    change(3, "{\"index.mapping.total_fields.limit\":10}");
    assertStored(3);
  }

  @Test
  void setsAsideWhatIsRefusedForGoodAndStoresItWhenItIsReplayed() throws Exception {
    create(4, "{\"mappings\":{\"properties\":{\"operationName\":{\"type\":\"integer\"}}}}");
    double before = spoor.metric("spoor_pipeline_dead_letters_total");
    Path file = directory.resolve("journal").resolve("dead-letters.ndjson");
    // Neighbours in the same request and index, in the same request alone, and in other requests.
    new ZipkinSpans()
        .add(400, 1, "123", day(4), TAGS)
        .add(400, 2, "refused", day(4), TAGS)
        .add(400, 3, "elsewhere", day(5), TAGS)
        .send(spoor);
    new ZipkinSpans().add(400, 4, "456", day(4), TAGS).send(spoor);

    spoor.await("a dead letter", () -> spoor.metric("spoor_pipeline_dead_letters_total") > before);
    awaitSpans(400, 1, 3, 4);
    assertEquals(before + 1, spoor.metric("spoor_pipeline_dead_letters_total"));
    assertEquals(1, Files.readAllLines(file).size());
    Ended listed = run("list", file);
    assertEquals(0, listed.code(), listed.output());
    assertTrue(listed.output().contains("operationName"), listed.output());

    server.send("DELETE", "/" + index(4), "").expect(200);
    Ended replayed = run("replay", file, "--endpoint=127.0.0.1:" + spoor.port(Port.JAEGER_GRPC));
    assertEquals("Replayed 1 records with 3 spans from " + file, replayed.output().strip());
    assertEquals(0, replayed.code());
    // Span 4 went with the index; 3 is stored twice and shown once.
    awaitSpans(400, 1, 2, 3);
  }

  @Test
  void replaySaysWhoIsAway() throws Exception {
    Path file = directory.resolve("some.ndjson");
    Files.writeString(
        file,
        """
        {"reason":"r","sequence":1,"tenant":"","format":"MODEL","transport":"http",\
        "receivedAtMillis":0,"spans":0,"collectorTags":{},"body":""}
        {"reason":"torn
        """);
    Ended replayed = run("replay", file, "--endpoint=127.0.0.1:1");
    assertEquals(1, replayed.code(), replayed.output());
    Ended missing = run("list", directory.resolve("missing"));
    assertEquals(1, missing.code(), missing.output());
    assertEquals(1, missing.plainLines().size(), missing.output());
  }

  @Test
  void storesSpansOfARedIndexOnceItHasAPlaceAndOthersAtOnce() {
    create(
        "?wait_for_active_shards=0",
        7,
        "{\"settings\":{\"index.routing.allocation.require.nowhere\":\"x\"}}");
    try {
      new ZipkinSpans().add(700, 1, "red", day(7), TAGS).send(spoor);
      spoor.await("the red index to be asked", () -> bulksInFlight() > 0);
      long since = System.nanoTime();
      new ZipkinSpans().add(701, 1, "green", day(8), TAGS).send(spoor);
      spoor.await("the span of the other index", () -> documents(8) == 1);
      long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
      assertTrue(seconds < 40, () -> "it waited for the red index, " + seconds + " s");
      assertTrue(spoor.metric("spoor_journal_records") > 0, "the red one is not in the journal");
      HttpResponse<String> answer = ZipkinSpans.get(spoor, 700);
      assertEquals(500, answer.statusCode(), answer::body);
      assertTrue(answer.body().contains("shards"), answer::body);
    } finally {
      change(7, "{\"index.routing.allocation.require.nowhere\":null}");
    }
    awaitSpans(700, 1);
    awaitSpans(701, 1);
  }

  private double bulksInFlight() {
    return spoor.metric("spoor_elasticsearch_bulk_in_flight");
  }

  private int documents(int back) {
    if (server.send("POST", "/" + index(back) + "/_refresh", "").status() != 200) {
      return 0;
    }
    return server.get("/" + index(back) + "/_count").expect(200).json().getInteger("count");
  }

  private void assertStored(int day) {
    double refused = spoor.metric("spoor_pipeline_dead_letters_total");
    long trace = 100L * day;
    new ZipkinSpans()
        .add(trace, 1, "one", day(day), TAGS)
        .add(trace, 2, "two", day(day), Map.of("mine", "no"))
        .send(spoor);
    awaitSpans(trace, 1, 2);
    assertEquals(refused, spoor.metric("spoor_pipeline_dead_letters_total"));
  }

  private void awaitSpans(long trace, long... spans) {
    Set<String> wanted = new TreeSet<>();
    for (long span : spans) {
      wanted.add(ZipkinSpans.hex(span));
    }
    spoor.await(
        "spans " + wanted + " of " + trace,
        () -> {
          // Not refreshed by hand: a red index would keep that waiting for a minute.
          HttpResponse<String> answer = ZipkinSpans.get(spoor, trace);
          return answer.statusCode() == 200 && ZipkinSpans.idsOf(spoor, trace).equals(wanted);
        });
  }

  private Instant day(int back) {
    return today.minus(Duration.ofDays(back));
  }

  private String index(int back) {
    return PREFIX + "-jaeger-span-" + LocalDate.ofInstant(day(back), ZoneOffset.UTC);
  }

  private void change(int back, String settings) {
    server.send("PUT", "/" + index(back) + "/_settings", settings).expect(200);
  }

  private void create(int back, String body) {
    create("", back, body);
  }

  private void create(String parameters, int back, String body) {
    server.send("PUT", "/" + index(back) + parameters, body).expect(200);
  }

  private Ended run(String command, Path file, String... flags) throws Exception {
    String[] arguments = new String[flags.length + 2];
    arguments[0] = command;
    arguments[1] = file.toString();
    System.arraycopy(flags, 0, arguments, 2, flags.length);
    return SpoorProcess.run(directory, "dead-letters", arguments);
  }
}
