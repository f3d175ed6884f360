package io.spoor.app.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.app.traffic.GeneratedSpan.Event;
import io.spoor.proto.wire.WireWriter;
import java.util.List;

/** A Zipkin {@code ListOfSpans} (contract: zipkin.md §8). Zipkin has no process tags. */
final class ZipkinProtoEncoding implements Encoding {
  private static final List<String> KINDS =
      List.of("internal", "client", "server", "producer", "consumer");

  @Override
  public byte[] encode(Batch batch) {
    WireWriter out = new WireWriter(batch.spans().size() * 600);
    for (GeneratedSpan span : batch.spans()) {
      span(out, batch.service(), span);
    }
    return out.toByteArray();
  }

  private static void span(WireWriter out, GeneratedService service, GeneratedSpan span) {
    int message = out.begin(0x0a);
    out.writeByte(0x0a);
    out.writeByte(16);
    out.writeBigEndian(span.trace().idHigh());
    out.writeBigEndian(span.trace().idLow());
    if (span.parentId() != 0) {
      id(out, 0x12, span.parentId());
    }
    id(out, 0x1a, span.spanId());
    out.writeByte(0x20);
    out.writeVarint(KINDS.indexOf(span.kind()));
    text(out, 0x2a, span.operation());
    out.writeByte(0x31);
    out.writeFixed64(span.startNanos() / 1000);
    out.writeByte(0x38);
    out.writeVarint(span.durationNanos() / 1000);
    int endpoint = out.begin(0x42);
    text(out, 0x0a, service.name());
    out.end(endpoint);
    for (Event event : span.events()) {
      int annotation = out.begin(0x52);
      out.writeByte(0x09);
      out.writeFixed64(event.atNanos() / 1000);
      text(out, 0x12, event.name());
      out.end(annotation);
    }
    for (Tag tag : span.tags()) {
      tag(out, tag.key(), tag.text());
    }
    if (span.isError()) {
      tag(out, "error", "true");
    }
    out.end(message);
  }

  private static void tag(WireWriter out, String key, String value) {
    int entry = out.begin(0x5a);
    text(out, 0x0a, key);
    text(out, 0x12, value);
    out.end(entry);
  }

  private static void id(WireWriter out, int tag, long id) {
    out.writeByte(tag);
    out.writeByte(8);
    out.writeBigEndian(id);
  }

  private static void text(WireWriter out, int tag, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeField(tag, bytes, 0, bytes.length);
  }
}
