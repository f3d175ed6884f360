package io.spoor.app.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.app.traffic.GeneratedSpan.Event;
import io.spoor.proto.wire.WireWriter;
import java.util.List;

/** An {@code ExportTraceServiceRequest} (contract: collector.md §5). */
final class OtlpEncoding implements Encoding {
  private static final List<String> KINDS =
      List.of("unspecified", "internal", "server", "client", "producer", "consumer");

  @Override
  public byte[] encode(Batch batch) {
    WireWriter out = new WireWriter(batch.spans().size() * 600);
    int resourceSpans = out.begin(0x0a);
    int resource = out.begin(0x0a);
    attribute(out, 0x0a, new Tag.Text("service.name", batch.service().name()));
    batch.service().tags().forEach(tag -> attribute(out, 0x0a, tag));
    out.end(resource);
    int scopeSpans = out.begin(0x12);
    int scope = out.begin(0x0a);
    text(out, 0x0a, "spoor");
    out.end(scope);
    batch.spans().forEach(span -> span(out, span));
    out.end(scopeSpans);
    out.end(resourceSpans);
    return out.toByteArray();
  }

  private static void span(WireWriter out, GeneratedSpan span) {
    int message = out.begin(0x12);
    out.writeByte(0x0a);
    out.writeByte(16);
    out.writeBigEndian(span.trace().idHigh());
    out.writeBigEndian(span.trace().idLow());
    id(out, 0x12, span.spanId());
    if (span.parentId() != 0) {
      id(out, 0x22, span.parentId());
    }
    text(out, 0x2a, span.operation());
    out.writeByte(0x30);
    out.writeVarint(KINDS.indexOf(span.kind()));
    out.writeByte(0x39);
    out.writeFixed64(span.startNanos());
    out.writeByte(0x41);
    out.writeFixed64(span.startNanos() + span.durationNanos());
    span.tags().forEach(tag -> attribute(out, 0x4a, tag));
    for (Event event : span.events()) {
      int nested = out.begin(0x5a);
      out.writeByte(0x09);
      out.writeFixed64(event.atNanos());
      text(out, 0x12, event.name());
      event.tags().forEach(tag -> attribute(out, 0x1a, tag));
      out.end(nested);
    }
    if (span.isError()) {
      int status = out.begin(0x7a);
      out.writeByte(0x18);
      out.writeVarint(2);
      out.end(status);
    }
    out.end(message);
  }

  private static void attribute(WireWriter out, int field, Tag tag) {
    int keyValue = out.begin(field);
    text(out, 0x0a, tag.key());
    int value = out.begin(0x12);
    if (tag instanceof Tag.Text text) {
      text(out, 0x0a, text.value());
    } else if (tag instanceof Tag.Flag flag) {
      out.writeByte(0x10);
      out.writeByte(flag.value() ? 1 : 0);
    } else if (tag instanceof Tag.Whole whole) {
      out.writeByte(0x18);
      out.writeVarint(whole.value());
    } else if (tag instanceof Tag.Decimal decimal) {
      out.writeByte(0x21);
      out.writeFixed64(Double.doubleToRawLongBits(decimal.value()));
    }
    out.end(value);
    out.end(keyValue);
  }

  private static void id(WireWriter out, int field, long id) {
    out.writeByte(field);
    out.writeByte(8);
    out.writeBigEndian(id);
  }

  private static void text(WireWriter out, int field, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeField(field, bytes, 0, bytes.length);
  }
}
