package io.spoor.proto.codec;

import java.util.Optional;

/**
 * A wire format that spans come in. The code is written in journal records and never changes its
 * meaning.
 */
public enum SpanFormat {
  /** {@code opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest}, protobuf. */
  OTLP_PROTO(1, "unknown"),
  /** {@code jaeger.api_v2.PostSpansRequest}, protobuf. */
  JAEGER_PROTO(2, "proto"),
  /** A {@code jaeger.Batch} struct in Thrift's binary protocol, without message envelope. */
  JAEGER_THRIFT_BINARY(3, "jaeger"),
  /** A {@code jaeger.Batch} struct in Thrift's compact protocol, without message envelope. */
  JAEGER_THRIFT_COMPACT(4, "jaeger"),
  /**
   * What {@link io.spoor.proto.model.SpanBatch#encode} writes: spans of a format that cannot be
   * checked without parsing it, decoded by their receiver. The collector's tags are not in it yet.
   */
  MODEL(5, "unknown"),
  /**
   * The arguments of {@code emitZipkinBatch} and {@code submitZipkinBatch}, which are the same
   * struct, {@code {1: list<zipkincore.Span>}}, in Thrift's binary protocol, without message
   * envelope.
   */
  ZIPKIN_THRIFT_BINARY(6, "zipkin"),
  /** The same struct in Thrift's compact protocol. */
  ZIPKIN_THRIFT_COMPACT(7, "zipkin");

  private final int code;
  private final String label;

  SpanFormat(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** 1 to 255, stable for ever. */
  public int code() {
    return code;
  }

  /** The value of Jaeger's metric label {@code format} (contract: collector.md §9.3). */
  public String label() {
    return label;
  }

  public static Optional<SpanFormat> ofCode(int code) {
    for (SpanFormat format : values()) {
      if (format.code == code) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
