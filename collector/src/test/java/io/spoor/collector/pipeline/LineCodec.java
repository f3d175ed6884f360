package io.spoor.collector.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.collector.Received;
import io.spoor.collector.Transport;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.Tenant;

/**
 * A format for tests: {@code service operation flags kind sampler}, one span a line. Kind is {@code
 * root} or {@code child}. A line {@code bad} cannot be decoded, a line {@code bug} is one.
 */
final class LineCodec implements SpanCodec {
  static Received received(Tenant tenant, String lines) {
    byte[] body = lines.getBytes(UTF_8);
    return new Received(tenant, SpanFormat.JAEGER_PROTO, Transport.GRPC, 1000, 1, body);
  }

  static Received received(String lines) {
    return received(Tenant.DEFAULT, lines);
  }

  @Override
  public int check(byte[] bytes, int offset, int length, DecodeLimits limits) {
    return 1;
  }

  @Override
  public void decode(
      byte[] bytes, int offset, int length, DecodeLimits limits, SpanBatchBuilder into)
      throws DecodeException {
    for (String line : new String(bytes, offset, length, UTF_8).split("\n", -1)) {
      if (line.equals("bad")) {
        throw new DecodeException("bad line");
      }
      if (line.equals("bug")) {
        throw new IllegalStateException("bug");
      }
      add(line.split(" ", -1), into);
    }
  }

  private static void add(String[] words, SpanBatchBuilder into) {
    byte[] service = words[0].getBytes(UTF_8);
    into.startProcess();
    into.serviceName(service, 0, service.length);
    into.endProcess();
    into.startSpan(1, 2, 3);
    byte[] operation = words.length > 1 ? words[1].getBytes(UTF_8) : new byte[0];
    into.operationName(operation, 0, operation.length);
    if (words.length > 3 && words[3].equals("child")) {
      into.childOf(1, 2, 9);
    }
    into.flags(words.length > 2 ? Integer.parseInt(words[2]) : 0);
    into.times(1_700_000_000, 5, 1000);
    if (words.length > 4) {
      byte[] key = "sampler.type".getBytes(UTF_8);
      byte[] value = words[4].getBytes(UTF_8);
      into.stringTag(key, 0, key.length, value, 0, value.length);
    }
    into.endSpan();
  }
}
