package io.spoor.bench.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.twitter.zipkin.thriftjava.Annotation;
import com.twitter.zipkin.thriftjava.AnnotationType;
import com.twitter.zipkin.thriftjava.BinaryAnnotation;
import com.twitter.zipkin.thriftjava.Endpoint;
import com.twitter.zipkin.thriftjava.Span;
import io.jaegertracing.agent.thrift.Agent.emitZipkinBatch_args;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** 100 client spans of 9 tags as instrumentation with Zipkin's Thrift sends them. */
final class ZipkinPayload {
  private ZipkinPayload() {}

  static emitZipkinBatch_args arguments() {
    List<Span> spans = new ArrayList<>();
    Random random = new Random(42);
    Endpoint cart = new Endpoint(0x0a010211, (short) 8080, "cart");
    for (int i = 0; i < Payload.SPANS; i++) {
      long start = 1_700_000_000_000_000L + random.nextInt();
      long duration = random.nextInt(100_000);
      List<Annotation> annotations =
          List.of(
              new Annotation(start, "cs").setHost(cart),
              new Annotation(start + duration, "cr").setHost(cart));
      List<BinaryAnnotation> tags = new ArrayList<>();
      for (String[] tag : Payload.TAGS) {
        ByteBuffer value = ByteBuffer.wrap(tag[1].getBytes(UTF_8));
        tags.add(new BinaryAnnotation(tag[0], value, AnnotationType.STRING).setHost(cart));
      }
      spans.add(
          new Span(
                  random.nextLong(),
                  "GET /api/v1/carts/{cart}/items",
                  random.nextLong(),
                  annotations,
                  tags)
              .setParent_id(random.nextLong())
              .setTrace_id_high(random.nextLong())
              .setTimestamp(start)
              .setDuration(duration));
    }
    return new emitZipkinBatch_args(spans);
  }
}
