package io.spoor.proto.thrift;

import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Log;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.SpanRefType;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import io.spoor.proto.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;

/** Batches of every shape, built with the classes that Jaeger's Java client generates. */
public final class RandomThrift {
  private final Random random;

  public RandomThrift(Random random) {
    this.random = random;
  }

  public static byte[] binary(Batch batch) throws TException {
    return new TSerializer(new TBinaryProtocol.Factory()).serialize(batch);
  }

  public static byte[] compact(Batch batch) throws TException {
    return new TSerializer(new TCompactProtocol.Factory()).serialize(batch);
  }

  public Batch batch() {
    Process process = new Process(Texts.valid(random));
    if (random.nextInt(4) > 0) {
      process.setTags(tags(4));
    }
    List<Span> spans = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      spans.add(span());
    }
    return new Batch(process, spans);
  }

  private Span span() {
    Span span =
        new Span(
            number(),
            number(),
            number(),
            number(),
            Texts.valid(random),
            random.nextInt(),
            time(),
            number());
    if (random.nextInt(3) > 0) {
      List<SpanRef> references = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        boolean toParent = random.nextInt(3) == 0;
        references.add(
            new SpanRef(
                SpanRefType.findByValue(random.nextInt(2)),
                toParent ? span.getTraceIdLow() : number(),
                toParent ? span.getTraceIdHigh() : number(),
                toParent ? span.getParentSpanId() : number()));
      }
      span.setReferences(references);
    }
    if (random.nextInt(4) > 0) {
      span.setTags(tags(8));
    }
    if (random.nextInt(3) > 0) {
      List<Log> logs = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        logs.add(new Log(time(), tags(3)));
      }
      span.setLogs(logs);
    }
    return span;
  }

  private List<Tag> tags(int most) {
    List<Tag> tags = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      Tag tag = new Tag(Texts.valid(random), TagType.findByValue(random.nextInt(5)));
      if (random.nextInt(3) > 0) {
        tag.setVStr(Texts.valid(random));
      }
      if (random.nextInt(3) > 0) {
        tag.setVDouble(random.nextInt(4) == 0 ? -0.0 : random.nextGaussian());
      }
      if (random.nextInt(3) > 0) {
        tag.setVBool(random.nextBoolean());
      }
      if (random.nextInt(3) > 0) {
        tag.setVLong(number());
      }
      if (random.nextInt(3) > 0) {
        tag.setVBinary(Texts.any(random).toByteArray());
      }
      tags.add(tag);
    }
    return tags;
  }

  private long number() {
    return random.nextInt(4) == 0 ? 0 : random.nextLong() >> random.nextInt(64);
  }

  private long time() {
    return random.nextInt(4) == 0 ? number() : 1_700_000_000_000_000L + random.nextInt();
  }
}
