package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.app.endtoend.SpoorProcess.Port;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indices that come into being: with the clock, and without templates. */
@Tag("elasticsearch")
final class ElasticsearchDatesTest {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH").withZone(ZoneOffset.UTC);
  private static final int TRACES = 40;

  @TempDir Path directory;

  @Test
  void findsTracesThatCrossMidnightAndTheHour() throws Exception {
    long seed = Long.getLong("spoor.test.seed", System.nanoTime());
    System.out.println("ElasticsearchDatesTest: -Dspoor.test.seed=" + seed);
    Random random = new Random(seed);
    Instant midnight = Instant.now().truncatedTo(ChronoUnit.DAYS);
    Instant hour = midnight.minus(5, ChronoUnit.HOURS);
    Map<Long, Set<String>> sent = new TreeMap<>();
    Set<String> indices = new TreeSet<>();
    try (SpoorProcess spoor = start("dates", "--es.index-rollover-frequency-spans=hour")) {
      for (long trace = 1; trace <= TRACES; trace++) {
        ZipkinSpans spans = new ZipkinSpans();
        Set<String> ids = new TreeSet<>();
        for (long span = 1; span <= 6; span++) {
          Instant start = near(random, span % 2 == 0 ? midnight : hour);
          indices.add("dates-jaeger-span-" + HOUR.format(start));
          ids.add(ZipkinSpans.hex(span));
          spans.add(trace, span, "op-" + span, start, Map.of("n", "x"));
        }
        sent.put(trace, ids);
        spans.send(spoor);
      }
      stored(spoor, "dates");
      assertEquals(List.copyOf(indices), ServerOfTests.indices("dates-jaeger-span-*"));
      sent.forEach((trace, ids) -> assertEquals(ids, ZipkinSpans.idsOf(spoor, trace)));
      for (Instant edge : List.of(midnight, hour)) {
        assertEquals(sent.keySet(), found(spoor, edge), "around " + edge);
      }
    }
  }

  @Test
  void findsAllWithoutAnyTemplate() throws Exception {
    try (SpoorProcess spoor = start("bare", "--es.create-index-templates=false");
        AcknowledgedLoad load =
            AcknowledgedLoad.start(directory, spoor, 41, "--rate=0", "--traces=60")) {
      load.awaitEnd();
      stored(spoor, "bare");
      load.assertFoundBy(spoor);
      assertEquals(0, spoor.metric("spoor_pipeline_dead_letters_total"), spoor::log);
      String template = ServerOfTests.get().get("/_index_template/bare-*").body();
      assertEquals("{\"index_templates\":[]}", template);
    }
  }

  /** The edge itself, the microsecond before it, or a few seconds around it. */
  private static Instant near(Random random, Instant edge) {
    return switch (random.nextInt(4)) {
      case 0 -> edge;
      case 1 -> edge.minus(1, ChronoUnit.MICROS);
      default -> edge.plus(random.nextInt(-3_000_000, 3_000_000), ChronoUnit.MICROS);
    };
  }

  private static Set<Long> found(SpoorProcess spoor, Instant edge) {
    long micros = edge.getEpochSecond() * 1_000_000;
    String path =
        "/api/traces?service=tester&limit=100&start="
            + (micros - 4_000_000)
            + "&end="
            + (micros + 4_000_000);
    List<Long> ids = new ArrayList<>();
    spoor
        .get(Port.QUERY, path)
        .get("data")
        .forEach(trace -> ids.add(Long.parseLong(trace.get("traceID").asText(), 16)));
    assertEquals(ids.size(), new HashSet<>(ids).size(), ids::toString);
    return new TreeSet<>(ids);
  }

  private SpoorProcess start(String prefix, String flag) {
    return SpoorProcess.start(
        directory,
        "--span-storage.type=elasticsearch",
        "--es.server-urls=" + ServerOfTests.get().uri(),
        "--es.num-shards=1",
        "--es.index-prefix=" + prefix,
        flag);
  }

  private static void stored(SpoorProcess spoor, String prefix) {
    spoor.await("the journal to be stored", () -> spoor.metric("spoor_journal_records") == 0);
    ServerOfTests.refresh(prefix);
  }
}
