package io.spoor.app.tracegen;

import io.spoor.app.flag.HostPort;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How spans are sent. */
enum Protocol {
  GRPC("grpc", 14250) {
    @Override
    Encoding encoding() {
      return new JaegerEncoding();
    }

    @Override
    Sender sender(Vertx vertx, HostPort target, int connections) {
      return new GrpcSender(vertx, target, "jaeger.api_v2.CollectorService", "PostSpans");
    }
  },
  OTLP_GRPC("otlp-grpc", 4317) {
    @Override
    Encoding encoding() {
      return new OtlpEncoding();
    }

    @Override
    Sender sender(Vertx vertx, HostPort target, int connections) {
      return new GrpcSender(
          vertx, target, "opentelemetry.proto.collector.trace.v1.TraceService", "Export");
    }
  },
  OTLP_HTTP("otlp-http", 4318) {
    @Override
    Encoding encoding() {
      return new OtlpEncoding();
    }

    @Override
    Sender sender(Vertx vertx, HostPort target, int connections) {
      return new HttpSender(vertx, target, "/v1/traces", "application/x-protobuf", connections);
    }
  },
  THRIFT_HTTP("thrift-http", 14268) {
    @Override
    Encoding encoding() {
      return new ThriftEncoding();
    }

    @Override
    Sender sender(Vertx vertx, HostPort target, int connections) {
      return new HttpSender(vertx, target, "/api/traces", "application/x-thrift", connections);
    }
  };

  private final String text;
  private final int defaultPort;

  Protocol(String text, int defaultPort) {
    this.text = text;
    this.defaultPort = defaultPort;
  }

  abstract Encoding encoding();

  abstract Sender sender(Vertx vertx, HostPort target, int connections);

  int defaultPort() {
    return defaultPort;
  }

  static Protocol parse(String text) {
    return Arrays.stream(values())
        .filter(protocol -> protocol.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("want one of " + names()));
  }

  static String names() {
    return Arrays.stream(values()).map(protocol -> protocol.text).collect(Collectors.joining(", "));
  }
}
