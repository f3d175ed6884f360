package io.spoor.collector.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Batches for filters to judge, and what is left of them. */
final class Spans {
  private final SpanBatchBuilder builder = new SpanBatchBuilder();
  private long next = 1;

  Spans service(String name, String... tags) {
    builder.startProcess();
    builder.serviceName(name.getBytes(UTF_8), 0, name.getBytes(UTF_8).length);
    for (int i = 0; i < tags.length; i += 2) {
      text(tags[i], tags[i + 1]);
    }
    builder.endProcess();
    return this;
  }

  Spans span(String operation, String... tags) {
    start(operation);
    for (int i = 0; i < tags.length; i += 2) {
      text(tags[i], tags[i + 1]);
    }
    builder.endSpan();
    return this;
  }

  Spans spans(int count) {
    for (int i = 0; i < count; i++) {
      span("work");
    }
    return this;
  }

  /** A span with one tag of each type that is not text. */
  Spans typed() {
    start("typed");
    builder.boolTag(key("bool"), 0, 4, true);
    builder.int64Tag(key("long"), 0, 4, 503);
    builder.float64Tag(key("half"), 0, 4, 0.5);
    builder.binaryTag(key("raw!"), 0, 4, key("text"), 0, 4);
    builder.endSpan();
    return this;
  }

  SpanBatch batch() {
    return builder.build();
  }

  /** The spans that the filter keeps, by their place in the batch. */
  static List<Integer> kept(SpanFilter filter, SpanBatch batch) {
    BitSet kept = new BitSet();
    kept.set(0, batch.size());
    filter.filter(batch, kept);
    List<Integer> places = new ArrayList<>();
    kept.stream().forEach(places::add);
    return places;
  }

  private void start(String operation) {
    builder.startSpan(0, next, next);
    next++;
    builder.operationName(operation.getBytes(UTF_8), 0, operation.getBytes(UTF_8).length);
    builder.times(1, 0, 1);
  }

  private void text(String key, String value) {
    byte[] k = key.getBytes(UTF_8);
    byte[] v = value.getBytes(UTF_8);
    builder.stringTag(k, 0, k.length, v, 0, v.length);
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }
}
