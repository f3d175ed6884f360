package io.spoor.app.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.app.traffic.GeneratedSpan.Event;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.WireWriter;

/** A {@code jaeger.api_v2.PostSpansRequest} with the process on the batch, as an agent sends it. */
final class JaegerEncoding implements Encoding {
  private static final long NANOS = 1_000_000_000L;

  @Override
  public byte[] encode(Batch batch) {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    builder.startProcess();
    byte[] name = batch.service().name().getBytes(UTF_8);
    builder.serviceName(name, 0, name.length);
    batch.service().tags().forEach(tag -> tag(builder, tag));
    builder.endProcess();
    batch.spans().forEach(span -> span(builder, span));
    WireWriter out = new WireWriter(builder.encodedBytes() + 64);
    // One process, so one batch: just what the request's only field holds.
    builder.build().encode(out);
    return out.toByteArray();
  }

  private static void span(SpanBatchBuilder builder, GeneratedSpan span) {
    long high = span.trace().idHigh();
    long low = span.trace().idLow();
    builder.startSpan(high, low, span.spanId());
    byte[] operation = span.operation().getBytes(UTF_8);
    builder.operationName(operation, 0, operation.length);
    if (span.parentId() != 0) {
      builder.childOf(high, low, span.parentId());
    }
    builder.flags(1);
    builder.times(
        span.startNanos() / NANOS, (int) (span.startNanos() % NANOS), span.durationNanos());
    tag(builder, new Tag.Text("span.kind", span.kind()));
    span.tags().forEach(tag -> tag(builder, tag));
    if (span.isError()) {
      tag(builder, new Tag.Flag("error", true));
    }
    for (Event event : span.events()) {
      builder.startLog(event.atNanos() / NANOS, (int) (event.atNanos() % NANOS));
      tag(builder, new Tag.Text("event", event.name()));
      event.tags().forEach(tag -> tag(builder, tag));
      builder.endLog();
    }
    builder.endSpan();
  }

  private static void tag(SpanBatchBuilder builder, Tag tag) {
    byte[] key = tag.key().getBytes(UTF_8);
    if (tag instanceof Tag.Text text) {
      byte[] value = text.value().getBytes(UTF_8);
      builder.stringTag(key, 0, key.length, value, 0, value.length);
    } else if (tag instanceof Tag.Flag flag) {
      builder.boolTag(key, 0, key.length, flag.value());
    } else if (tag instanceof Tag.Whole whole) {
      builder.int64Tag(key, 0, key.length, whole.value());
    } else if (tag instanceof Tag.Decimal decimal) {
      builder.float64Tag(key, 0, key.length, decimal.value());
    }
  }
}
