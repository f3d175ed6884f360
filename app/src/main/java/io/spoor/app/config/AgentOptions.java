package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.collector.receiver.ReceiverLimits;
import io.spoor.net.Bounds;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.model.ProcessTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An agent (contract: collector.md §10.3).
 *
 * @param tags added to each process
 */
public record AgentOptions(
    LocalPorts local,
    OtlpOptions otlp,
    ProcessTags tags,
    ReporterOptions reporter,
    AuthSettings auth,
    TenancySettings tenancy) {

  /** What an agent has memory for: it lives beside somebody else's program. */
  public static final ReceiverLimits LIMITS =
      new ReceiverLimits(4 << 20, 100, 12 << 20, new DecodeLimits(64, 24 << 20));

  /** As much for connections; only programs on the same machine are expected. */
  public static final DoorSettings DOORS = new DoorSettings(Bounds.DEFAULTS, 1000, 500);

  private static final Flag TAGS =
      Flag.jaeger(
              "agent.tags",
              Type.TEXT,
              "",
              "key=value,... added to each process; ${ENV:default} expands")
          .formerly("jaeger.tags");

  public AgentOptions {
    requireNonNull(local, "local");
    requireNonNull(otlp, "otlp");
    requireNonNull(tags, "tags");
    requireNonNull(reporter, "reporter");
    requireNonNull(auth, "auth");
    requireNonNull(tenancy, "tenancy");
  }

  public static List<FlagGroup> groups() {
    List<FlagGroup> groups = new ArrayList<>();
    groups.add(ReporterOptions.group());
    groups.add(new FlagGroup("Agent: tags", List.of(TAGS)));
    groups.addAll(LocalPorts.groups());
    groups.add(OtlpOptions.group(false));
    groups.add(AuthSettings.group("receiver", "Receivers: who may send"));
    groups.add(Strangers.group());
    return groups;
  }

  public static AgentOptions read(Settings settings, Map<String, String> environment) {
    LocalPorts local = LocalPorts.read(settings, DOORS.bounds());
    AuthSettings auth = AuthSettings.read("receiver", settings);
    // An agent's spans are one tenant's: its reporter says whose.
    TenancySettings tenancy = TenancySettings.off();
    Strangers.verify(settings, auth, tenancy, local.udpEndpoints());
    if (2L * OtlpOptions.maxMessage(settings) > LIMITS.maxInFlightBytes()) {
      settings.complain(
          OtlpOptions.maxMessageFlag().option()
              + " must be at most "
              + LIMITS.maxInFlightBytes() / 2
              + " bytes on an agent");
    }
    return new AgentOptions(
        local,
        OtlpOptions.read(settings, false, DOORS),
        settings.read(TAGS, text -> ProcessTags.of(CollectorOptions.parseTags(text, environment))),
        ReporterOptions.read(settings, environment),
        auth,
        tenancy);
  }
}
