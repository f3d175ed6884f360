package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.endtoend.SpoorProcess.Ended;
import io.spoor.app.endtoend.SpoorProcess.Port;
import io.spoor.storage.elasticsearch.server.TestProxy;
import io.spoor.storage.elasticsearch.server.TestServer;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What starts, and what does not, while Elasticsearch cannot be reached. */
@Tag("elasticsearch")
final class ElasticsearchStartTest {
  private static final String NOWHERE = "http://127.0.0.1:1";
  private static final String PREFIX = "start";

  @TempDir Path directory;

  @Test
  void collectorJournalsUntilTheServerIsThere() throws Exception {
    TestServer server = ServerOfTests.get();
    try (TestProxy proxy = TestProxy.before(server)) {
      proxy.down();
      try (SpoorProcess collector =
              SpoorProcess.startCollector(
                  directory, "--es.server-urls=" + proxy.uri(), "--es.index-prefix=" + PREFIX);
          AcknowledgedLoad load =
              AcknowledgedLoad.start(directory, collector, 21, "--rate=0", "--traces=60")) {
        load.awaitEnd();
        assertEquals(60, load.traces().size());
        assertTrue(collector.metric("spoor_journal_records") > 0, collector::log);
        assertEquals(503, storageStatus(collector));
        assertTrue(collector.log().contains(proxy.uri().toString()), collector::log);

        proxy.up();
        collector.await(
            "the journal to be stored", () -> collector.metric("spoor_journal_records") == 0);
        assertEquals(200, storageStatus(collector));
        ServerOfTests.refresh(PREFIX);
        try (SpoorProcess query =
            SpoorProcess.startQuery(
                directory, "--es.server-urls=" + server.uri(), "--es.index-prefix=" + PREFIX)) {
          load.assertFoundBy(query);
        }
      }
    }
  }

  @Test
  void allWhoCannotDoWithoutTheServerSaySoInOneLine() throws Exception {
    String url = "--es.server-urls=" + NOWHERE;
    String admin = "--admin.http.host-port=127.0.0.1:0";
    assertOneLine(run("collector", "--journal.mode=memory", url, admin));
    assertOneLine(run("query", url, admin));
    assertOneLine(run("es-rollover", "init", NOWHERE));
    assertOneLine(run("es-index-cleaner", "7", NOWHERE));
  }

  private static void assertOneLine(Ended ended) {
    assertEquals(1, ended.code(), ended.output());
    List<String> lines = ended.plainLines();
    assertEquals(1, lines.size(), ended.output());
    assertTrue(lines.get(0).contains(NOWHERE + ": connection refused"), ended.output());
  }

  private Ended run(String role, String... arguments) throws Exception {
    return SpoorProcess.run(directory, role, arguments);
  }

  private static int storageStatus(SpoorProcess process) {
    return process
        .send(HttpRequest.newBuilder(process.uri(Port.ADMIN, "/storage")).build())
        .statusCode();
  }
}
