package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after the process was killed, every span of it once. */
final class CrashTest {
  private static final int SEED = 4711;

  @TempDir Path directory;

  @Test
  void findsEveryAcknowledgedTraceAfterKill9UnderLoad() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.start(directory);
        AcknowledgedLoad load =
            AcknowledgedLoad.start(directory, spoor, SEED, "--rate=5000", "--duration=10m")) {
      spoor.await("spans to arrive", () -> accepted(spoor) > 5_000);
      spoor.kill();
      load.stop();
      spoor.restart();

      int acknowledged = load.traces().size();
      assertTrue(acknowledged > 200, () -> "only " + acknowledged + " traces were acknowledged");
      spoor.await("the journal to be stored", () -> spoor.metric("spoor_journal_records") == 0);
      load.assertFoundBy(spoor);
    }
  }

  @Test
  void drainsAndExitsWith0OnSigterm() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.start(directory);
        AcknowledgedLoad load =
            AcknowledgedLoad.start(directory, spoor, SEED, "--rate=2000", "--traces=200")) {
      load.awaitEnd();
      assertEquals(0, spoor.terminate(), spoor::log);
      assertTrue(spoor.log().contains("Shutdown complete"), spoor::log);
      spoor.restart();
      assertEquals(
          0, spoor.metric("spoor_journal_replayed_total"), "something was left in the journal");
      assertEquals(200, load.traces().size());
      load.assertFoundBy(spoor);
    }
  }

  private static double accepted(SpoorProcess spoor) {
    return spoor.metric("spoor_receiver_spans_accepted_total{receiver=\"otlp-grpc\"}");
  }
}
