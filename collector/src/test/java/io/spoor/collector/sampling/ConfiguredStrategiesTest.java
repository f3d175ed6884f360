package io.spoor.collector.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.net.reload.BadDocumentException;
import io.spoor.net.reload.Reloaded;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A strategies file through its life. */
@Timeout(30)
final class ConfiguredStrategiesTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  @TempDir Path directory;

  @Test
  void replacesTheSetWhenTheFileHasChanged() throws Exception {
    Reloaded<StrategyTable> strategies = load(write(probabilistic("0.5")));
    assertFalse(strategies.reload());
    write(probabilistic("0.25"));
    assertTrue(strategies.reload());
    assertEquals(SamplingStrategy.probabilistic(0.25), strategies.current().of("x"));
    assertEquals(1, reloads("loaded"));
  }

  @Test
  void keepsTheLastGoodSetWhileTheFileIsBad() throws Exception {
    Path file = write(probabilistic("0.5"));
    Reloaded<StrategyTable> strategies = load(file);
    write("{\"default_strategy\":");
    assertFalse(strategies.reload());
    assertEquals(SamplingStrategy.probabilistic(0.5), strategies.current().of("x"));
    assertEquals(0, good());
    Files.delete(file);
    assertFalse(strategies.reload());
    assertEquals(SamplingStrategy.probabilistic(0.5), strategies.current().of("x"));
    assertEquals(2, reloads("failed"));
    write(probabilistic("0.5"));
    assertFalse(strategies.reload(), "the same bytes as before");
    assertEquals(1, good());
  }

  @Test
  void followsALinkThatIsSwapped() throws Exception {
    Path old = Files.writeString(directory.resolve("old"), probabilistic("0.5"));
    Path next = Files.writeString(directory.resolve("next"), probabilistic("0.25"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), old);
    Reloaded<StrategyTable> strategies = load(link);
    Files.delete(link);
    Files.createSymbolicLink(link, next);
    assertTrue(strategies.reload());
  }

  @Test
  void namesTheFileAndThePlaceWhenItCannotStart() throws Exception {
    Path missing = directory.resolve("missing.json");
    assertEquals(
        missing + ": no such file",
        assertThrows(BadDocumentException.class, () -> load(missing)).getMessage());
    Path bad = write("{\n  \"default_strategy\": 3\n}");
    assertEquals(
        bad + ": line 2, column 23: want an object",
        assertThrows(BadDocumentException.class, () -> load(bad)).getMessage());
  }

  @Test
  void watchesTheFile() throws Exception {
    Path file = write(probabilistic("0.5"));
    Reloaded<StrategyTable> strategies = load(file);
    Vertx vertx = Vertx.vertx();
    try {
      strategies.watch(vertx, Duration.ofMillis(10));
      write(probabilistic("0.75"));
      while (!SamplingStrategy.probabilistic(0.75).equals(strategies.current().of("x"))) {
        LockSupport.parkNanos(1_000_000);
      }
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void readsAUrlAndTakes503ForNothingYet() throws Exception {
    Vertx vertx = Vertx.vertx();
    AtomicInteger status = new AtomicInteger(503);
    try {
      HttpServer server =
          vertx
              .createHttpServer()
              .requestHandler(
                  request ->
                      request.response().setStatusCode(status.get()).end(probabilistic("0.5")))
              .listen(0, "127.0.0.1")
              .await();
      String url = "http://127.0.0.1:" + server.actualPort() + "/strategies";
      Reloaded<StrategyTable> strategies =
          ConfiguredStrategies.load(url, StrategyRules.DEFAULTS, registry);
      assertEquals(SamplingStrategy.probabilistic(0.001), strategies.current().of("x"));
      status.set(200);
      assertTrue(strategies.reload());
      assertEquals(SamplingStrategy.probabilistic(0.5), strategies.current().of("x"));
      status.set(404);
      assertFalse(strategies.reload());
      assertEquals(SamplingStrategy.probabilistic(0.5), strategies.current().of("x"));
      assertEquals(
          url + ": the server answers with status 404",
          assertThrows(
                  BadDocumentException.class,
                  () -> ConfiguredStrategies.load(url, StrategyRules.DEFAULTS, registry))
              .getMessage());
    } finally {
      vertx.close().await();
    }
  }

  @Test
  @Timeout(60)
  void givesUpOnAUrlThatHangs() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      HttpServer server =
          vertx.createHttpServer().requestHandler(request -> {}).listen(0, "127.0.0.1").await();
      String url = "http://127.0.0.1:" + server.actualPort() + "/";
      assertThrows(
          BadDocumentException.class,
          () -> ConfiguredStrategies.load(url, StrategyRules.DEFAULTS, registry));
    } finally {
      vertx.close().await();
    }
  }

  private Reloaded<StrategyTable> load(Path file)
      throws BadDocumentException, InterruptedException {
    return ConfiguredStrategies.load(file.toString(), StrategyRules.DEFAULTS, registry);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("strategies.json"), text);
  }

  private double reloads(String outcome) {
    return registry
        .get("spoor.sampling.strategies.reloads")
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  private double good() {
    return registry.get("spoor.sampling.strategies.good").gauge().value();
  }

  private static String probabilistic(String rate) {
    return "{\"default_strategy\":{\"type\":\"probabilistic\",\"param\":" + rate + "}}";
  }
}
