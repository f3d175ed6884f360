package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.collector.receiver.ReceiverLimits;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.model.ProcessTags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An agent (contract: collector.md §10.3).
 *
 * @param http where clients ask for sampling strategies
 * @param tags added to each process
 */
public record AgentOptions(
    Endpoint http,
    List<ProcessorOptions> udp,
    OtlpOptions otlp,
    ProcessTags tags,
    ReporterOptions reporter) {

  /** What an agent has memory for: it lives beside somebody else's program. */
  public static final ReceiverLimits LIMITS =
      new ReceiverLimits(4 << 20, 100, 12 << 20, new DecodeLimits(64, 24 << 20));

  private static final String HTTP_PORT = ":5778";
  private static final Flag HTTP =
      Flag.jaeger(
          "http-server.host-port", Type.HOST_PORT, HTTP_PORT, "Sampling strategies for clients");
  private static final Flag TAGS =
      Flag.jaeger(
              "agent.tags",
              Type.TEXT,
              "",
              "key=value,... added to each process; ${ENV:default} expands")
          .formerly("jaeger.tags");

  public AgentOptions {
    requireNonNull(http, "http");
    udp = List.copyOf(udp);
    requireNonNull(otlp, "otlp");
    requireNonNull(tags, "tags");
    requireNonNull(reporter, "reporter");
  }

  public static List<FlagGroup> groups() {
    return List.of(
        ReporterOptions.group(),
        new FlagGroup("Agent", List.of(TAGS, HTTP)),
        ProcessorOptions.group(),
        OtlpOptions.group(false));
  }

  public static AgentOptions read(Settings settings, Map<String, String> environment) {
    return new AgentOptions(
        new Endpoint(
            HTTP,
            settings.hostPort(HTTP).orElseGet(() -> HostPort.parse(HTTP_PORT)),
            Optional.empty(),
            Duration.ZERO),
        ProcessorOptions.read(settings),
        OtlpOptions.read(settings, false),
        settings.read(TAGS, text -> ProcessTags.of(CollectorOptions.parseTags(text, environment))),
        ReporterOptions.read(settings, environment));
  }

  /** Flags that are taken and do nothing. */
  public static List<Flag> withoutEffect() {
    List<Flag> flags = new ArrayList<>(ProcessorOptions.withoutEffect());
    flags.addAll(ReporterOptions.WITHOUT_EFFECT);
    return flags;
  }
}
