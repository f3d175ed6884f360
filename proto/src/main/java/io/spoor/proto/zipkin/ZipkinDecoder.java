package io.spoor.proto.zipkin;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.thrift.ThriftReader;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonReader;
import io.spoor.proto.wire.WireReader;

/**
 * Decodes what is posted to port 9411: four encodings, one conversion (contract: zipkin.md §18). It
 * is no {@link io.spoor.proto.codec.SpanCodec}: JSON cannot be checked without decoding it, and
 * spans without a start get the time of their receipt, so a replay would give others. Safe on any
 * thread.
 */
public final class ZipkinDecoder {
  private static final byte[] UNKNOWN_V1 = Ascii.of("unknown-service");
  private static final byte[] UNKNOWN_V2 = Ascii.of("OTLPResourceNoServiceName");

  private ZipkinDecoder() {}

  /**
   * Normalizes the spans of a body into {@code into}, in the order they were sent; an empty body is
   * no spans. After an exception {@code into} holds an unknown part of them and must be thrown
   * away.
   *
   * @param bytes the body, inflated: it is the decoder's from here on, which writes to it
   * @param receivedAtMillis the start of spans that have none, by the collector's clock
   * @throws DecodeException naming the span's index and member, in words fit for the sender
   */
  public static void decode(
      ZipkinEncoding encoding,
      byte[] bytes,
      DecodeLimits limits,
      long receivedAtMillis,
      SpanBatchBuilder into)
      throws DecodeException {
    if (bytes.length == 0) {
      return;
    }
    SpanReader in = reader(encoding, bytes, limits.maxDepth());
    byte[] unknown = encoding.isVersion1() ? UNKNOWN_V1 : UNKNOWN_V2;
    ModelWriter out = new ModelWriter(bytes, unknown, receivedAtMillis * 1000, into);
    long maxBytes = (long) into.encodedBytes() + limits.maxDecodedBytes();
    for (int index = 0; next(in, index); index++) {
      Slots<V2Span> sides = read(in, index);
      for (int i = 0; i < sides.size(); i++) {
        out.write(sides.get(i));
        if (into.encodedBytes() > maxBytes) {
          throw new DecodeException("decodes to more than " + limits.maxDecodedBytes() + " bytes");
        }
      }
    }
  }

  private static SpanReader reader(ZipkinEncoding encoding, byte[] bytes, int maxDepth) {
    int length = bytes.length;
    return switch (encoding) {
      case JSON_V1 -> new JsonV1(new JsonReader(bytes, 0, length, maxDepth));
      case THRIFT -> new ThriftList(ThriftReader.binary(bytes, 0, length, maxDepth));
      case JSON_V2 -> new JsonV2(new JsonReader(bytes, 0, length, maxDepth));
      case PROTO3 -> new Proto3(new WireReader(bytes, 0, length, maxDepth));
    };
  }

  private static boolean next(SpanReader in, int index) throws DecodeException {
    try {
      return in.next();
    } catch (DecodeException e) {
      throw at(index, "", e);
    }
  }

  private static Slots<V2Span> read(SpanReader in, int index) throws DecodeException {
    try {
      Slots<V2Span> sides = in.read();
      V2Span first = sides.get(0);
      if ((first.traceIdHigh | first.traceIdLow) == 0) {
        throw new DecodeException("trace id is missing or zero");
      }
      if (first.spanId == 0) {
        throw new DecodeException("id is missing or zero");
      }
      return sides;
    } catch (DecodeException e) {
      throw at(index, in.member(), e);
    }
  }

  private static DecodeException at(int index, String member, DecodeException e) {
    String where = member.isEmpty() ? "span " + index : "span " + index + ", " + member;
    return new DecodeException(where + ": " + e.getMessage());
  }
}
