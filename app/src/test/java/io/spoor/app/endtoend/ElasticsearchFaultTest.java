package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.storage.elasticsearch.server.Behaviour;
import io.spoor.storage.elasticsearch.server.RecordedRequest;
import io.spoor.storage.elasticsearch.server.TestProxy;
import io.spoor.storage.elasticsearch.server.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server in trouble while spans come in: all that the collector acknowledged is found afterwards,
 * each span once. {@code -Dspoor.test.fault.seconds=60} makes the long ones last a minute.
 */
@Tag("elasticsearch")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ElasticsearchFaultTest {
  private static final String PREFIX = "fault";
  private static final int SECONDS = Integer.getInteger("spoor.test.fault.seconds", 4);
  private static final String LOAD = "--rate=800";

  private Path directory;
  private TestServer server;
  private TestProxy proxy;
  private SpoorProcess collector;
  private SpoorProcess query;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    server = ServerOfTests.get();
    proxy = TestProxy.before(server);
    collector =
        SpoorProcess.startCollector(
            Files.createDirectory(directory.resolve("collector")),
            "--es.server-urls=" + proxy.uri(),
            "--es.index-prefix=" + PREFIX,
            "--es.num-shards=1",
            "--es.timeout=5s");
    query =
        SpoorProcess.startQuery(
            Files.createDirectory(directory.resolve("query")),
            "--es.server-urls=" + server.uri(),
            "--es.index-prefix=" + PREFIX);
  }

  @AfterAll
  void stop() throws InterruptedException {
    query.close();
    collector.close();
    proxy.close();
  }

  @AfterEach
  void behave() {
    proxy.behave();
  }

  @Test
  void storesAllOnceTheServerIsNoLongerTooBusy() throws Exception {
    proxy.when(ElasticsearchFaultTest::isBulk, Behaviour.tooManyRequests());
    try (AcknowledgedLoad load = load(1, SECONDS)) {
      load.awaitEnd();
      assertTrue(bulks() > 3, "nothing was turned away");
      assertTrue(journaled() > 0, "what was not stored is not in the journal");
      proxy.behave();
      assertAllIsFound(load);
    }
  }

  @Test
  void storesAllOnceABalancerHasAServerAgain() throws Exception {
    try (AcknowledgedLoad load = load(2, 600)) {
      awaitBulks("documents", 2);
      proxy.forget();
      proxy.when(ElasticsearchFaultTest::isBulk, Behaviour.unavailable());
      awaitBulks("refused documents", 3);
      proxy.behave();
      assertAllIsFound(load);
    }
  }

  @Test
  void showsSpansOnceThatWereStoredWithoutAnAnswerThatCouldBeRead() throws Exception {
    // Until it is stopped: each trouble needs documents to come.
    try (AcknowledgedLoad load = load(3, 600)) {
      awaitBulks("documents", 2);
      proxy.times(2, ElasticsearchFaultTest::isBulk, new Behaviour.CutAnswer());
      awaitBulks("cut answers", 5);
      proxy.times(2, ElasticsearchFaultTest::isBulk, new Behaviour.HalfAnswer());
      awaitBulks("half answers", 9);
      proxy.times(2, ElasticsearchFaultTest::isBulk, Behaviour.garbage());
      awaitBulks("garbage", 13);
      assertAllIsFound(load);
    }
  }

  @Test
  void storesAllOnceAFrozenServerThaws() throws Exception {
    try (AcknowledgedLoad load = load(4, 600)) {
      awaitBulks("documents", 2);
      double retries = retried();
      server.freeze();
      try {
        collector.await("a request to time out", () -> retried() > retries);
      } finally {
        server.thaw();
      }
      assertAllIsFound(load);
    }
  }

  @Test
  void storesAllOnceTheDisksHaveRoomAgain() throws Exception {
    try (AcknowledgedLoad load = load(5, 600)) {
      awaitBulks("documents", 2);
      double retries = retried();
      block("true");
      try {
        collector.await("documents to be refused", () -> retried() > retries);
      } finally {
        block("null");
      }
      assertAllIsFound(load);
    }
  }

  @Test
  void storesAllOnceAKilledServerRunsAgain() throws Exception {
    try (AcknowledgedLoad load = load(6, 600)) {
      awaitBulks("documents", 2);
      server.kill();
      collector.await("what is not stored to be in the journal", () -> journaled() > 0);
      server.restart();
      server.awaitStatus("yellow");
      assertAllIsFound(load);
    }
  }

  private AcknowledgedLoad load(int seed, int seconds) throws Exception {
    proxy.forget();
    return AcknowledgedLoad.start(directory, collector, seed, LOAD, "--duration=" + seconds + "s");
  }

  private static boolean isBulk(RecordedRequest request) {
    return request.path().equals("/_bulk");
  }

  private void awaitBulks(String what, int count) {
    collector.await(what, () -> bulks() >= count);
  }

  private int bulks() {
    return proxy.requests(ElasticsearchFaultTest::isBulk).size();
  }

  private void block(String value) {
    String settings = "{\"index.blocks.read_only_allow_delete\":" + value + "}";
    server.send("PUT", "/" + PREFIX + "-jaeger-*/_settings", settings).expect(200);
  }

  private double retried() {
    return collector.metric("spoor_elasticsearch_documents_retried_total");
  }

  private double journaled() {
    return collector.metric("spoor_journal_records");
  }

  private void assertAllIsFound(AcknowledgedLoad load) throws Exception {
    load.stop();
    collector.await("the journal to be stored", () -> journaled() == 0);
    ServerOfTests.refresh(PREFIX);
    load.assertFoundBy(query);
    assertEquals(0, collector.metric("spoor_pipeline_dead_letters_total"), collector::log);
  }
}
