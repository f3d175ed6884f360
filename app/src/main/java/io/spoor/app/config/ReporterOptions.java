package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.collector.forward.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an agent hands on what it takes (contract: collector.md §7.5, §7.6).
 *
 * @param targets of the protocol that was chosen
 * @param tls of gRPC
 * @param credentials of gRPC
 * @param maxAttempts of one request over gRPC before the batch goes back to wait
 * @param tchannel what only that protocol needs
 */
public record ReporterOptions(
    Kind kind,
    List<Target> targets,
    Optional<ClientTls> tls,
    ClientCredentials credentials,
    int maxAttempts,
    TChannel tchannel) {

  /** The protocol to collectors. */
  public enum Kind {
    GRPC,
    /** That of collectors up to 1.17. */
    TCHANNEL
  }

  /**
   * How to call over TChannel.
   *
   * @param connections to keep, to as many collectors
   */
  public record TChannel(int connections, Duration connectTimeout, Duration callTimeout) {
    public TChannel {
      requireNonNull(connectTimeout, "connectTimeout");
      requireNonNull(callTimeout, "callTimeout");
    }
  }

  private static final String PREFIX = "reporter.grpc.";
  private static final int GRPC_PORT = 14_250;
  private static final int TCHANNEL_PORT = 14_267;
  private static final Flag TYPE =
      Flag.jaeger(
          "reporter.type", Type.TEXT, "grpc", "Protocol to the collector: grpc or tchannel");
  private static final Flag GRPC =
      Flag.jaeger(
          "reporter.grpc.host-port",
          Type.TEXT,
          "",
          "Collectors: host:port,... or one dns:///host:port, all of whose addresses are used");
  private static final Flag RETRY_MAX =
      Flag.jaeger(
          "reporter.grpc.retry.max",
          Type.INTEGER,
          "3",
          "Attempts in quick succession; after them a batch waits and is tried again later");
  private static final Flag MIN_PEERS =
      Flag.ignored(
          "reporter.grpc.discovery.min-peers",
          Type.INTEGER,
          "3",
          "there is a connection to each address");
  private static final Flag TCHANNEL =
      Flag.jaeger(
              "reporter.tchannel.host-port",
              Type.TEXT,
              "",
              "Collectors up to 1.17: host:port,...; chooses tchannel where no gRPC ones are given")
          .formerly("collector.host-port");
  private static final Flag TCHANNEL_TIMEOUT =
      Flag.jaeger(
          "reporter.tchannel.report-timeout", Type.DURATION, "1s", "Of one call over TChannel");
  private static final Flag TCHANNEL_MIN_PEERS =
      Flag.jaeger(
              "reporter.tchannel.discovery.min-peers",
              Type.INTEGER,
              "3",
              "Connections to keep over TChannel")
          .formerly("discovery.min-peers");
  private static final Flag TCHANNEL_CHECK_TIMEOUT =
      Flag.jaeger(
              "reporter.tchannel.discovery.conn-check-timeout",
              Type.DURATION,
              "250ms",
              "For connecting over TChannel")
          .formerly("discovery.conn-check-timeout");

  public ReporterOptions {
    requireNonNull(kind, "kind");
    targets = List.copyOf(targets);
    requireNonNull(tls, "tls");
    requireNonNull(credentials, "credentials");
    requireNonNull(tchannel, "tchannel");
  }

  static FlagGroup group() {
    List<Flag> flags = new ArrayList<>(List.of(TYPE, GRPC, RETRY_MAX, MIN_PEERS));
    flags.addAll(ClientTls.flags("reporter.grpc"));
    flags.addAll(ClientCredentials.flags(PREFIX));
    flags.addAll(List.of(TCHANNEL, TCHANNEL_TIMEOUT, TCHANNEL_MIN_PEERS, TCHANNEL_CHECK_TIMEOUT));
    return new FlagGroup("Way to the collector", flags);
  }

  static ReporterOptions read(Settings settings, Map<String, String> environment) {
    List<Target> grpc = settings.read(GRPC, text -> Target.parseAll(text, GRPC_PORT));
    List<Target> tchannel = settings.read(TCHANNEL, text -> Target.parseAll(text, TCHANNEL_PORT));
    boolean isTchannelWanted = settings.read(TYPE, ReporterOptions::isTchannel);
    Kind kind =
        isTchannelWanted || (grpc.isEmpty() && !tchannel.isEmpty()) ? Kind.TCHANNEL : Kind.GRPC;
    List<Target> targets = kind == Kind.GRPC ? grpc : tchannel;
    if (targets.isEmpty()) {
      settings.complain(
          (kind == Kind.GRPC ? GRPC : TCHANNEL).option()
              + " is needed: an agent must know its collector");
    }
    settings.integer(MIN_PEERS, 0);
    return new ReporterOptions(
        kind,
        targets,
        ClientTls.read("reporter.grpc", settings, SystemAuthorities.of(environment)),
        ClientCredentials.read(PREFIX, settings),
        Math.max(1, settings.integer(RETRY_MAX, 0)),
        new TChannel(
            Math.max(1, settings.integer(TCHANNEL_MIN_PEERS, 0)),
            settings.duration(TCHANNEL_CHECK_TIMEOUT, Duration.ofMillis(1)),
            settings.duration(TCHANNEL_TIMEOUT, Duration.ofMillis(1))));
  }

  /** The flag that chose the targets. */
  public Flag flag() {
    return kind == Kind.GRPC ? GRPC : TCHANNEL;
  }

  private static boolean isTchannel(String text) {
    return switch (text) {
      case "grpc" -> false;
      case "tchannel" -> true;
      default -> throw new IllegalArgumentException("want grpc or tchannel");
    };
  }
}
