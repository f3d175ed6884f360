package io.spoor.proto.zipkin;

import com.twitter.zipkin.thriftjava.Annotation;
import com.twitter.zipkin.thriftjava.AnnotationType;
import com.twitter.zipkin.thriftjava.BinaryAnnotation;
import com.twitter.zipkin.thriftjava.Endpoint;
import com.twitter.zipkin.thriftjava.Span;
import io.jaegertracing.agent.thrift.Agent.emitZipkinBatch_args;
import io.spoor.proto.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;

/** Spans of every shape, built with the classes that Jaeger's Java client generates. */
public final class RandomZipkin {
  private static final String[] VALUES = {
    "cs", "cr", "sr", "ss", "ms", "mr", "ws", "wr", "{\"event\":\"x\",\"k\":\"v\"}", "{\"a\":1}"
  };
  private static final String[] KEYS = {
    "sa",
    "ca",
    "ma",
    "lc",
    "error",
    "Error",
    "jaegerClient",
    "jaeger.version",
    "jaeger.hostname",
    "span.kind"
  };
  private static final String[] WORDS = {"", "true", "TRUE", "false", "boom", "\u0001"};

  private final Random random;

  public RandomZipkin(Random random) {
    this.random = random;
  }

  public static byte[] binary(emitZipkinBatch_args arguments) throws TException {
    return new TSerializer(new TBinaryProtocol.Factory()).serialize(arguments);
  }

  public static byte[] compact(emitZipkinBatch_args arguments) throws TException {
    return new TSerializer(new TCompactProtocol.Factory()).serialize(arguments);
  }

  public emitZipkinBatch_args arguments() {
    List<Span> spans = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      spans.add(span());
    }
    return new emitZipkinBatch_args(spans);
  }

  Span span() {
    Span span =
        new Span(number(), Texts.valid(random), number(), annotations(), binaryAnnotations());
    if (random.nextBoolean()) {
      span.setParent_id(number());
    }
    if (random.nextBoolean()) {
      span.setDebug(random.nextBoolean());
    }
    if (random.nextBoolean()) {
      span.setTimestamp(time());
    }
    if (random.nextBoolean()) {
      span.setDuration(number());
    }
    if (random.nextBoolean()) {
      span.setTrace_id_high(number());
    }
    return span;
  }

  private List<Annotation> annotations() {
    List<Annotation> annotations = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      String value = random.nextInt(4) == 0 ? Texts.valid(random) : pick(VALUES);
      Annotation annotation = new Annotation(time(), value);
      if (random.nextInt(3) > 0) {
        annotation.setHost(endpoint());
      }
      annotations.add(annotation);
    }
    return annotations;
  }

  private List<BinaryAnnotation> binaryAnnotations() {
    List<BinaryAnnotation> tags = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      BinaryAnnotation tag =
          new BinaryAnnotation(
              random.nextInt(3) == 0 ? Texts.valid(random) : pick(KEYS),
              java.nio.ByteBuffer.wrap(value()),
              AnnotationType.findByValue(random.nextInt(7)));
      if (random.nextBoolean()) {
        tag.setHost(endpoint());
      }
      tags.add(tag);
    }
    return tags;
  }

  private byte[] value() {
    if (random.nextInt(3) == 0) {
      byte[] bytes = new byte[random.nextInt(10)];
      random.nextBytes(bytes);
      return bytes;
    }
    return random.nextInt(3) == 0
        ? Texts.any(random).toByteArray()
        : pick(WORDS).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private Endpoint endpoint() {
    Endpoint endpoint =
        new Endpoint(
            random.nextInt(3) == 0 ? 0 : random.nextInt(),
            (short) (random.nextInt(3) == 0 ? 0 : random.nextInt()),
            random.nextInt(3) == 0 ? "" : pick(new String[] {"web", "app", "grüße"}));
    if (random.nextInt(3) == 0) {
      byte[] ipv6 = new byte[16];
      random.nextBytes(ipv6);
      endpoint.setIpv6(ipv6);
    }
    return endpoint;
  }

  private String pick(String[] texts) {
    return texts[random.nextInt(texts.length)];
  }

  private long number() {
    return random.nextInt(4) == 0 ? 0 : random.nextLong() >> random.nextInt(64);
  }

  private long time() {
    return random.nextInt(4) == 0 ? number() : 1_700_000_000_000_000L + random.nextInt();
  }
}
