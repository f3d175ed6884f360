package io.spoor.app.traffic;

import java.util.ArrayList;
import java.util.List;

/** Valid request bodies of a size. */
public final class Payloads {

  private Payloads() {}

  public static byte[] thrift(int bytes) {
    return encode(ThriftEncoding.batch(), bytes);
  }

  public static byte[] otlp(int bytes) {
    return encode(new OtlpEncoding(), bytes);
  }

  public static byte[] jaeger(int bytes) {
    return encode(new JaegerEncoding(), bytes);
  }

  private static byte[] encode(Encoding encoding, int bytes) {
    Shop shop = new Shop(bytes, 1);
    List<GeneratedSpan> spans = new ArrayList<>();
    while (spans.size() < bytes / 500) {
      shop.trace(System.currentTimeMillis() * 1_000_000).forEach(sent -> spans.add(sent.span()));
    }
    return encoding.encode(new Batch(shop.services().get(0), spans));
  }
}
