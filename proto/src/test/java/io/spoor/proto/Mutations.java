package io.spoor.proto;

import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.RandomJaeger;
import io.spoor.proto.otlp.RandomOtlp;
import io.spoor.proto.thrift.RandomThrift;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
import io.spoor.proto.zipkin.RandomZipkin;
import java.util.Arrays;
import java.util.Random;
import org.apache.thrift.TException;

/** Valid messages, and what becomes of them on a bad day. */
final class Mutations {
  private Mutations() {}

  static byte[] valid(SpanFormat format, Random random) throws TException, DecodeException {
    return switch (format) {
      case OTLP_PROTO -> new RandomOtlp(random).request().toByteArray();
      case JAEGER_PROTO -> new RandomJaeger(random).request().toByteArray();
      case JAEGER_THRIFT_BINARY -> RandomThrift.binary(new RandomThrift(random).batch());
      case JAEGER_THRIFT_COMPACT -> RandomThrift.compact(new RandomThrift(random).batch());
      case ZIPKIN_THRIFT_BINARY -> RandomZipkin.binary(new RandomZipkin(random).arguments());
      case ZIPKIN_THRIFT_COMPACT -> RandomZipkin.compact(new RandomZipkin(random).arguments());
      case MODEL -> {
        WireWriter encoded = new WireWriter(1024);
        byte[] message = valid(SpanFormat.OTLP_PROTO, random);
        Decoded.decode(SpanFormat.OTLP_PROTO, message).encode(encoded);
        yield encoded.toByteArray();
      }
    };
  }

  /**
   * One or a few of: cut, flipped bits, changed bytes, a part removed, doubled or from elsewhere.
   */
  static byte[] mutate(byte[] message, byte[] other, Random random) {
    byte[] bytes = message;
    for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 0; times--) {
      int from = random.nextInt(bytes.length);
      int to = from + random.nextInt(Math.min(bytes.length - from, 64) + 1);
      switch (random.nextInt(6)) {
        case 0 -> bytes = Arrays.copyOf(bytes, from);
        case 1 -> {
          bytes = bytes.clone();
          bytes[from] ^= (byte) (1 << random.nextInt(8));
        }
        case 2 -> {
          bytes = bytes.clone();
          bytes[from] = (byte) random.nextInt(256);
        }
        case 3 -> bytes = splice(bytes, from, to, new byte[0]);
        case 4 -> bytes = splice(bytes, from, from, Arrays.copyOfRange(bytes, from, to));
        default -> {
          int otherFrom = random.nextInt(other.length + 1);
          int length = random.nextInt(Math.min(other.length - otherFrom, 64) + 1);
          byte[] part = Arrays.copyOfRange(other, otherFrom, otherFrom + length);
          bytes = splice(bytes, from, random.nextBoolean() ? from : to, part);
        }
      }
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] part) {
    byte[] result = new byte[bytes.length - (to - from) + part.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(part, 0, result, from, part.length);
    System.arraycopy(bytes, to, result, from + part.length, bytes.length - to);
    return result;
  }
}
