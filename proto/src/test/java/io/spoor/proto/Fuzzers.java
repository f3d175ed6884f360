package io.spoor.proto;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.otlp.OtlpJson;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.zipkin.ZipkinDecoder;
import io.spoor.proto.zipkin.ZipkinEncoding;

/**
 * Targets in the shape that Jazzer calls ({@code --target_class} with one of the nested classes):
 * any bytes give spans or a {@link DecodeException}, within the limits. The seeded tests drive them
 * in every build.
 */
public final class Fuzzers {
  private static final DecodeLimits LIMITS = new DecodeLimits(20, 1 << 20);

  private Fuzzers() {}

  /** Zipkin's JSON of version 1. */
  public static final class ZipkinJsonV1 {
    private ZipkinJsonV1() {}

    public static void fuzzerTestOneInput(byte[] data) {
      zipkin(ZipkinEncoding.JSON_V1, data);
    }
  }

  /** Zipkin's JSON of version 2. */
  public static final class ZipkinJsonV2 {
    private ZipkinJsonV2() {}

    public static void fuzzerTestOneInput(byte[] data) {
      zipkin(ZipkinEncoding.JSON_V2, data);
    }
  }

  /** Zipkin's list in Thrift. */
  public static final class ZipkinThrift {
    private ZipkinThrift() {}

    public static void fuzzerTestOneInput(byte[] data) {
      zipkin(ZipkinEncoding.THRIFT, data);
    }
  }

  /** Zipkin's list in protobuf. */
  public static final class ZipkinProto3 {
    private ZipkinProto3() {}

    public static void fuzzerTestOneInput(byte[] data) {
      zipkin(ZipkinEncoding.PROTO3, data);
    }
  }

  /** OTLP in JSON. */
  public static final class OtlpInJson {
    private OtlpInJson() {}

    public static void fuzzerTestOneInput(byte[] data) {
      otlpJson(data);
    }
  }

  /** Says whether the bytes were spans. */
  static boolean zipkin(ZipkinEncoding encoding, byte[] data) {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    try {
      ZipkinDecoder.decode(encoding, data.clone(), LIMITS, 1_750_000_000_000L, builder);
    } catch (DecodeException e) {
      return false;
    }
    SpanBatch batch = builder.build();
    if (batch.encodedBytes() > LIMITS.maxDecodedBytes()) {
      throw new AssertionError("beyond the limit: " + batch.encodedBytes());
    }
    AnyBytesTest.assertNormalized(batch, encoding.name());
    return true;
  }

  /** Says whether the bytes were a request. */
  static boolean otlpJson(byte[] data) {
    try {
      byte[] message = OtlpJson.toProtobuf(data.clone(), LIMITS);
      if (message.length > data.length) {
        throw new AssertionError("longer than the JSON: " + message.length);
      }
      Decoded.decode(SpanFormat.OTLP_PROTO, message);
      return true;
    } catch (DecodeException e) {
      return false;
    }
  }
}
