package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.IgnoredFlags;
import io.spoor.app.flag.Settings;
import io.spoor.collector.receiver.ReceiverLimits;
import io.spoor.net.Bounds;
import io.spoor.net.tls.ServerTls;
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
    DoorSettings doors,
    AuthSettings auth,
    TenancySettings tenancy,
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
  private static final Flag GRPC_AGE =
      Flag.jaeger(
          "collector.grpc-server.max-connection-age",
          Type.DURATION,
          "0s",
          "Sends clients elsewhere after that, give or take a tenth; 0 = never");
  private static final Flag GRPC_GRACE =
      Flag.jaeger(
          "collector.grpc-server.max-connection-age-grace",
          Type.DURATION,
          "0s",
          "For the calls under way then; 0 = for ever");
  private static final Flag HTTP =
      Flag.jaeger(
          "collector.http-server.host-port", Type.HOST_PORT, ":14268", "Jaeger Thrift over HTTP");
  private static final Flag HTTP_IDLE =
      Flag.jaeger(
          "collector.http-server.idle-timeout",
          Type.DURATION,
          "0s",
          "Closes connections without a request; 0 = receiver.idle-timeout");
  private static final Flag HTTP_READ =
      Flag.jaeger(
          "collector.http-server.read-timeout",
          Type.DURATION,
          "0s",
          "For the whole body of a request; 0 = receiver.request-timeout");
  private static final Flag HTTP_HEADER =
      Flag.jaeger(
          "collector.http-server.read-header-timeout",
          Type.DURATION,
          "2s",
          "From a connection to its first request, and for the headers of each");
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
          "Bodies being read or kept, over all ports; one address may hold half of what is free; by default"
              + " at most a quarter of the heap");
  private static final Flag MAX_DEPTH =
      Flag.spoor(
          "receiver.max-depth", Type.INTEGER, "64", "Messages and containers within each other");
  private static final Flag MAX_DECODED =
      Flag.spoor(
          "receiver.max-decoded-bytes", Type.BYTES, "128MiB", "What one request may decode to");

  public static List<FlagGroup> groups() {
    List<Flag> collector = new ArrayList<>(List.of(TAGS, GRPC, GRPC_MAX, GRPC_AGE, GRPC_GRACE));
    collector.addAll(TlsOptions.serverFlags("collector.grpc"));
    collector.addAll(List.of(HTTP, HTTP_IDLE, HTTP_READ, HTTP_HEADER));
    collector.addAll(TlsOptions.serverFlags("collector.http"));
    return List.of(
        new FlagGroup("Collector", collector),
        TChannelSettings.group(),
        ZipkinSettings.group(),
        OtlpOptions.group(true),
        DoorSettings.group(),
        AuthSettings.group("receiver", "Receivers: who may send"),
        Strangers.group(),
        TenancySettings.group(),
        new FlagGroup(
            "Collector: limits",
            List.of(MAX_BODY, MAX_RATIO, MAX_IN_FLIGHT, MAX_DEPTH, MAX_DECODED)),
        IgnoredCollectorFlags.group());
  }

  public static CollectorOptions read(Settings settings, Map<String, String> environment) {
    int maxBody = size(settings, MAX_BODY);
    IgnoredFlags.read(IgnoredCollectorFlags.COLLECTOR, settings);
    DoorSettings doors = DoorSettings.read(settings);
    AuthSettings auth = AuthSettings.read("receiver", settings);
    TenancySettings tenancy = TenancySettings.read(settings);
    TChannelSettings tchannel = TChannelSettings.read(settings, doors.bounds());
    Strangers.verify(settings, auth, tenancy, tchannel.endpoint().stream().toList());
    return new CollectorOptions(
        doors,
        auth,
        tenancy,
        endpoint(
            settings,
            GRPC,
            TlsOptions.readServer("collector.grpc", settings),
            doors
                .bounds()
                .withAge(
                    settings.duration(GRPC_AGE, Duration.ZERO),
                    settings.duration(GRPC_GRACE, Duration.ZERO))),
        size(settings, GRPC_MAX),
        endpoint(
            settings,
            HTTP,
            TlsOptions.readServer("collector.http", settings),
            doors.http(settings, HTTP_HEADER, HTTP_READ, HTTP_IDLE)),
        tchannel,
        ZipkinSettings.read(settings, doors.bounds()),
        OtlpOptions.read(settings, true, doors),
        settings.read(TAGS, text -> ProcessTags.of(parseTags(text, environment))),
        new ReceiverLimits(
            maxBody,
            settings.integer(MAX_RATIO, 1),
            inFlight(settings, maxBody),
            new DecodeLimits(settings.integer(MAX_DEPTH, 8), size(settings, MAX_DECODED))));
  }

  /** One sender may have half of it, so that it must hold two of the largest messages. */
  private static long inFlight(Settings settings, int maxBody) {
    long given = settings.bytes(MAX_IN_FLIGHT, 1);
    int maxMessage = Math.max(size(settings, GRPC_MAX), OtlpOptions.maxMessage(settings));
    long least = 2L * Math.max(maxBody, maxMessage);
    if (!settings.isGiven(MAX_IN_FLIGHT) && given >= least) {
      return Math.max(least, HeapShare.atMost(given, 4));
    }
    if (given < least) {
      settings.complain(
          MAX_IN_FLIGHT.option()
              + " must be at least twice the largest message ("
              + least
              + " bytes): see "
              + MAX_BODY.option()
              + ", "
              + GRPC_MAX.option()
              + ", "
              + OtlpOptions.maxMessageFlag().option());
    }
    return Math.max(given, least);
  }

  private static Endpoint endpoint(
      Settings settings, Flag flag, Optional<ServerTls> tls, Bounds bounds) {
    return new Endpoint(flag, settings.read(flag, HostPort::parse), tls, bounds);
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
