package io.spoor.proto;

import io.spoor.proto.codec.ModelCodec;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.JaegerProtoCodec;
import io.spoor.proto.otlp.OtlpProtoCodec;
import io.spoor.proto.thrift.ThriftBatchCodec;
import io.spoor.proto.zipkin.ZipkinThriftCodec;

/** The codec of each format. */
public final class Codecs {
  private static final SpanCodec OTLP_PROTO = new OtlpProtoCodec();
  private static final SpanCodec JAEGER_PROTO = new JaegerProtoCodec();
  private static final SpanCodec JAEGER_THRIFT_BINARY = ThriftBatchCodec.binary();
  private static final SpanCodec JAEGER_THRIFT_COMPACT = ThriftBatchCodec.compact();
  private static final SpanCodec MODEL = new ModelCodec();
  private static final SpanCodec ZIPKIN_THRIFT_BINARY = ZipkinThriftCodec.binary();
  private static final SpanCodec ZIPKIN_THRIFT_COMPACT = ZipkinThriftCodec.compact();

  private Codecs() {}

  public static SpanCodec of(SpanFormat format) {
    return switch (format) {
      case OTLP_PROTO -> OTLP_PROTO;
      case JAEGER_PROTO -> JAEGER_PROTO;
      case JAEGER_THRIFT_BINARY -> JAEGER_THRIFT_BINARY;
      case JAEGER_THRIFT_COMPACT -> JAEGER_THRIFT_COMPACT;
      case MODEL -> MODEL;
      case ZIPKIN_THRIFT_BINARY -> ZIPKIN_THRIFT_BINARY;
      case ZIPKIN_THRIFT_COMPACT -> ZIPKIN_THRIFT_COMPACT;
    };
  }
}
