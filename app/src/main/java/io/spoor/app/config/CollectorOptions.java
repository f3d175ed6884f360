package io.spoor.app.config;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ways in (contract: collector.md §10.2). */
public record CollectorOptions(
    Endpoint grpc,
    int grpcMaxMessageBytes,
    Endpoint http,
    TChannelSettings tchannel,
    ZipkinSettings zipkin,
    OtlpOptions otlp,
    ProcessTags tags,
    ReceiverLimits limits) {
  private static final Flag GRPC =
      Flag.jaeger("collector.grpc-server.host-port", Type.HOST_PORT, ":14250", "Jaeger gRPC");
  private static final Flag GRPC_MAX =
      Flag.jaeger(
          "collector.grpc-server.max-message-size",
          Type.BYTES,
          "4194304",
          "Largest message, inflated");
  private static final Flag HTTP =
      Flag.jaeger(
          "collector.http-server.host-port", Type.HOST_PORT, ":14268", "Jaeger Thrift over HTTP");
  private static final Flag HTTP_IDLE =
      Flag.jaeger(
          "collector.http-server.idle-timeout",
          Type.DURATION,
          "0s",
          "Closes silent connections; 0 = never");
  private static final Flag TAGS =
      Flag.jaeger(
          "collector.tags",
          Type.TEXT,
          "",
          "key=value,... added to each process; ${ENV:default} expands");
  private static final Flag MAX_BODY =
      Flag.spoor("receiver.max-body-bytes", Type.BYTES, "20MiB", "Largest HTTP body, inflated");
  private static final Flag MAX_RATIO =
      Flag.spoor(
          "receiver.max-inflation-ratio",
          Type.INTEGER,
          "100",
          "Inflated bytes for one compressed byte");
  private static final Flag MAX_IN_FLIGHT =
      Flag.spoor(
          "receiver.max-in-flight-bytes",
          Type.BYTES,
          "256MiB",
          "Bodies being read or kept, over all ports");
  private static final Flag MAX_DEPTH =
      Flag.spoor(
          "receiver.max-depth", Type.INTEGER, "64", "Messages and containers within each other");
  private static final Flag MAX_DECODED =
      Flag.spoor(
          "receiver.max-decoded-bytes", Type.BYTES, "128MiB", "What one request may decode to");

  /**
   * Flags that size Jaeger's queue. The journal is Spoor's queue: they are taken and have no
   * effect.
   */
  public static final List<Flag> WITHOUT_EFFECT =
      List.of(
          Flag.jaeger(
              "collector.num-workers", Type.INTEGER, "50", "No effect: the journal is the queue"),
          Flag.jaeger(
              "collector.queue-size", Type.INTEGER, "2000", "No effect: see journal.max-bytes"),
          Flag.jaeger(
              "collector.queue-size-memory",
              Type.INTEGER,
              "0",
              "No effect: see journal.max-bytes"));

  public static List<FlagGroup> groups() {
    List<Flag> collector = new ArrayList<>(List.of(TAGS, GRPC, GRPC_MAX));
    collector.addAll(TlsOptions.serverFlags("collector.grpc"));
    collector.addAll(List.of(HTTP, HTTP_IDLE));
    collector.addAll(TlsOptions.serverFlags("collector.http"));
    return List.of(
        new FlagGroup("Collector", collector),
        TChannelSettings.group(),
        ZipkinSettings.group(),
        OtlpOptions.group(true),
        new FlagGroup(
            "Collector: limits",
            List.of(MAX_BODY, MAX_RATIO, MAX_IN_FLIGHT, MAX_DEPTH, MAX_DECODED)),
        new FlagGroup("Collector: accepted for Jaeger's sake", WITHOUT_EFFECT));
  }

  public static CollectorOptions read(Settings settings, Map<String, String> environment) {
    int maxBody = size(settings, MAX_BODY);
    WITHOUT_EFFECT.forEach(flag -> settings.integer(flag, 0));
    return new CollectorOptions(
        endpoint(settings, GRPC, TlsOptions.readServer("collector.grpc", settings), Duration.ZERO),
        size(settings, GRPC_MAX),
        endpoint(
            settings,
            HTTP,
            TlsOptions.readServer("collector.http", settings),
            settings.duration(HTTP_IDLE, Duration.ZERO)),
        TChannelSettings.read(settings),
        ZipkinSettings.read(settings),
        OtlpOptions.read(settings, true),
        settings.read(TAGS, text -> ProcessTags.of(parseTags(text, environment))),
        new ReceiverLimits(
            maxBody,
            settings.integer(MAX_RATIO, 1),
            settings.bytes(MAX_IN_FLIGHT, maxBody),
            new DecodeLimits(settings.integer(MAX_DEPTH, 8), size(settings, MAX_DECODED))));
  }

  private static Endpoint endpoint(
      Settings settings, Flag flag, Optional<TlsOptions> tls, Duration idleTimeout) {
    return new Endpoint(flag, settings.read(flag, HostPort::parse), tls, idleTimeout);
  }

  /** A number of bytes that an array can hold. */
  static int size(Settings settings, Flag flag) {
    return (int) Math.min(settings.bytes(flag, 1), Integer.MAX_VALUE - 1024);
  }

  /** The syntax of tag flags (contract: collector.md §7.5). */
  static Map<String, String> parseTags(String text, Map<String, String> environment) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (text.isEmpty()) {
      return tags;
    }
    for (String entry : text.split(",", -1)) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("want key=value entries, got " + entry);
      }
      String value = entry.substring(equals + 1).trim();
      if (value.startsWith("${") && value.endsWith("}")) {
        String name = value.substring(2, value.length() - 1);
        int colon = name.indexOf(':');
        String given = environment.getOrDefault(colon < 0 ? name : name.substring(0, colon), "");
        if (given.isEmpty() && colon < 0) {
          continue;
        }
        value = given.isEmpty() ? name.substring(colon + 1) : given;
      }
      tags.put(entry.substring(0, equals).trim(), value);
    }
    return tags;
  }
}
