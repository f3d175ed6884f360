package io.spoor.app.endtoend;

import io.spoor.app.endtoend.SpoorProcess.Port;
import io.spoor.storage.elasticsearch.server.TestProxy;
import io.spoor.storage.elasticsearch.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A whole system of real processes: agent, collector, a proxy, Elasticsearch, query. */
final class FaultRig implements AutoCloseable {
  static final String PREFIX = "faults";

  private static final Path FAKE_CLOCK =
      Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");

  private final TestServer server;
  private final TestProxy proxy;
  private final SpoorProcess collector;
  private final SpoorProcess agent;
  private final SpoorProcess query;
  private final Optional<Path> clockOffset;

  private FaultRig(
      TestServer server,
      TestProxy proxy,
      SpoorProcess collector,
      SpoorProcess agent,
      SpoorProcess query,
      Optional<Path> clockOffset) {
    this.server = server;
    this.proxy = proxy;
    this.collector = collector;
    this.agent = agent;
    this.query = query;
    this.clockOffset = clockOffset;
  }

  /**
   * @param steps whether the collector's clock is to be stepped
   */
  static FaultRig start(Path directory, boolean steps) throws IOException {
    TestServer server = ServerOfTests.get();
    TestProxy proxy = TestProxy.before(server);
    Map<String, String> environment = new HashMap<>();
    Optional<Path> clockOffset = Optional.empty();
    if (steps) {
      if (!Files.exists(FAKE_CLOCK)) {
        throw new AssertionError("no " + FAKE_CLOCK + ": install Debian's faketime");
      }
      Path offset = Files.writeString(directory.resolve("clock"), "+0");
      clockOffset = Optional.of(offset);
      environment.put("LD_PRELOAD", FAKE_CLOCK.toString());
      environment.put("FAKETIME_TIMESTAMP_FILE", offset.toString());
      // In seconds: to look at the file for each reading of a clock takes a processor.
      environment.put("FAKETIME_CACHE_DURATION", "1");
      environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }
    SpoorProcess collector =
        SpoorProcess.startCollector(
            Files.createDirectory(directory.resolve("collector")),
            environment,
            "--es.server-urls=" + proxy.uri(),
            "--es.index-prefix=" + PREFIX,
            "--es.num-shards=1",
            "--es.timeout=4s");
    Path home = Files.createDirectory(directory.resolve("agent"));
    SpoorProcess agent =
        SpoorProcess.startAgent(
            home,
            "--reporter.grpc.host-port=127.0.0.1:" + collector.port(Port.JAEGER_GRPC),
            "--journal.directory=" + home.resolve("journal"),
            "--collector.otlp.enabled=true");
    SpoorProcess query =
        SpoorProcess.startQuery(
            Files.createDirectory(directory.resolve("query")),
            "--es.server-urls=" + server.uri(),
            "--es.index-prefix=" + PREFIX);
    return new FaultRig(server, proxy, collector, agent, query, clockOffset);
  }

  TestServer server() {
    return server;
  }

  TestProxy proxy() {
    return proxy;
  }

  SpoorProcess collector() {
    return collector;
  }

  SpoorProcess agent() {
    return agent;
  }

  SpoorProcess query() {
    return query;
  }

  /** Steps the collector's wall clock to this many seconds from the true time. */
  void setClock(long seconds) throws IOException {
    Files.writeString(clockOffset.orElseThrow(), String.format("%+d", seconds));
  }

  /** Spans come through at both ways in. */
  void awaitSpans() {
    collector.await("spans through the agent", () -> accepted("jaeger-grpc") > 0);
    collector.await("spans", () -> accepted("otlp-grpc") > 0);
    collector.await(
        "documents", () -> proxy.requests(sent -> sent.path().equals("/_bulk")).size() > 1);
  }

  private double accepted(String receiver) {
    return collector.metric("spoor_receiver_spans_accepted_total{receiver=\"" + receiver + "\"}");
  }

  /** Nothing acknowledged waits anywhere. */
  void awaitStored() {
    awaitEmpty("agent's journal", agent);
    awaitEmpty("collector's journal", collector);
    ServerOfTests.refresh(PREFIX);
  }

  /** After an outage there is much in it: it may take its time as long as it becomes less. */
  private static void awaitEmpty(String what, SpoorProcess process) {
    for (double left = waiting(process); left > 0; left = waiting(process)) {
      double before = left;
      process.await("less than " + before + " in the " + what, () -> waiting(process) < before);
    }
  }

  private static double waiting(SpoorProcess process) {
    return process.metric("spoor_journal_records");
  }

  @Override
  public void close() throws Exception {
    query.close();
    agent.close();
    collector.close();
    proxy.close();
  }
}
