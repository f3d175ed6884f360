package io.spoor.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.config.ReporterOptions.Kind;
import io.spoor.app.flag.FlagException;
import io.spoor.app.flag.Settings;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which way an agent's flags lead (contract: collector.md §7.5, §7.6, §10.5). */
final class ReporterOptionsTest {
  private static final String GRPC = "reporter.grpc.host-port";
  private static final String TCHANNEL = "reporter.tchannel.host-port";

  @Test
  void usesGrpcUnlessOnlyTChannelIsGiven() {
    assertEquals(Kind.GRPC, read(Map.of(GRPC, "a:1"), Map.of()).kind());
    assertEquals(Kind.GRPC, read(Map.of(GRPC, "a:1", TCHANNEL, "b:2"), Map.of()).kind());
    assertEquals(Kind.TCHANNEL, read(Map.of(TCHANNEL, "b:2"), Map.of()).kind());
    assertEquals(
        Kind.TCHANNEL,
        read(Map.of(GRPC, "a:1", TCHANNEL, "b:2", "reporter.type", "tchannel"), Map.of()).kind());
  }

  @Test
  void takesTheNamesOf1_15() {
    Settings settings = new Settings(Map.of("collector.host-port", "b"), Map.of());
    ReporterOptions options = ReporterOptions.read(settings, Map.of());
    assertEquals("[b:14267]", options.targets().toString());
    assertEquals(
        Set.of("--collector.host-port is an old name of --reporter.tchannel.host-port"),
        settings.oldNamesUsed());
    assertEquals(
        "[c:1]", read(Map.of(), Map.of("COLLECTOR_HOST_PORT", "c:1")).targets().toString());
  }

  @Test
  void namesTheFlagThatIsMissing() {
    FlagException failure = assertThrows(FlagException.class, () -> read(Map.of(), Map.of()));
    assertTrue(failure.getMessage().startsWith("--" + GRPC), failure::getMessage);
  }

  private static ReporterOptions read(Map<String, String> flags, Map<String, String> environment) {
    Settings settings = new Settings(flags, environment);
    ReporterOptions options = ReporterOptions.read(settings, environment);
    settings.verify();
    return options;
  }
}
