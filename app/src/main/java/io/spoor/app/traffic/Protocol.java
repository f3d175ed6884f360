package io.spoor.app.traffic;

import io.spoor.app.flag.HostPort;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** How spans are sent. */
public enum Protocol {
  GRPC("grpc", 14250),
  OTLP_GRPC("otlp-grpc", 4317),
  OTLP_HTTP("otlp-http", 4318),
  THRIFT_HTTP("thrift-http", 14268),
  TCHANNEL("tchannel", 14267),
  UDP_COMPACT("udp-compact", 6831),
  UDP_BINARY("udp-binary", 6832),
  ZIPKIN_JSON("zipkin-json", 9411),
  ZIPKIN_PROTO("zipkin-proto", 9411);

  /** As many of the generator's spans as fit into the largest datagram that Jaeger takes. */
  private static final int MAX_DATAGRAM_SPANS = 64;

  private final String text;
  private final int defaultPort;

  Protocol(String text, int defaultPort) {
    this.text = text;
    this.defaultPort = defaultPort;
  }

  public int defaultPort() {
    return defaultPort;
  }

  public Encoding encoding() {
    return switch (this) {
      case GRPC -> new JaegerEncoding();
      case OTLP_GRPC, OTLP_HTTP -> new OtlpEncoding();
      case THRIFT_HTTP -> ThriftEncoding.batch();
      case TCHANNEL -> ThriftEncoding.submitBatches();
      case UDP_COMPACT -> ThriftEncoding.compactMessage();
      case UDP_BINARY -> ThriftEncoding.binaryMessage();
      case ZIPKIN_JSON -> new ZipkinJsonEncoding();
      case ZIPKIN_PROTO -> new ZipkinProtoEncoding();
    };
  }

  /**
   * Opens the way to a server.
   *
   * @param connections at most, where a connection carries one request at a time
   */
  public Sender sender(Vertx vertx, HostPort target, int connections) {
    return sender(vertx, target, connections, Map.of());
  }

  /**
   * The same with credentials.
   *
   * @param headers sent along, where the protocol has any
   */
  public Sender sender(Vertx vertx, HostPort target, int connections, Map<String, String> headers) {
    return switch (this) {
      case GRPC ->
          new GrpcSender(vertx, target, "jaeger.api_v2.CollectorService", "PostSpans", headers);
      case OTLP_GRPC ->
          new GrpcSender(
              vertx,
              target,
              "opentelemetry.proto.collector.trace.v1.TraceService",
              "Export",
              headers);
      case OTLP_HTTP ->
          new HttpSender(
              vertx, target, "/v1/traces", "application/x-protobuf", connections, headers);
      case THRIFT_HTTP ->
          new HttpSender(
              vertx, target, "/api/traces", "application/x-thrift", connections, headers);
      case TCHANNEL -> new TChannelSender(vertx, target);
      case UDP_COMPACT, UDP_BINARY -> new UdpSender(vertx, target);
      case ZIPKIN_JSON ->
          new HttpSender(vertx, target, "/api/v2/spans", "application/json", connections, headers);
      case ZIPKIN_PROTO ->
          new HttpSender(
              vertx, target, "/api/v2/spans", "application/x-protobuf", connections, headers);
    };
  }

  /** Spans in a request, whatever the user asks for. */
  public int maxBatchSpans() {
    return switch (this) {
      case UDP_COMPACT, UDP_BINARY -> MAX_DATAGRAM_SPANS;
      default -> Integer.MAX_VALUE;
    };
  }

  public static Protocol parse(String text) {
    return Arrays.stream(values())
        .filter(protocol -> protocol.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("want one of " + names()));
  }

  public static String names() {
    return Arrays.stream(values()).map(protocol -> protocol.text).collect(Collectors.joining(", "));
  }

  /** As users write it. */
  @Override
  public String toString() {
    return text;
  }
}
