package io.spoor.app.traffic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.app.traffic.GeneratedSpan.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** A Zipkin list of spans, JSON v2 (contract: zipkin.md §5). Zipkin has no process tags. */
final class ZipkinJsonEncoding implements Encoding {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public byte[] encode(Batch batch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(batch.spans().size() * 800);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartArray();
      for (GeneratedSpan span : batch.spans()) {
        span(out, batch.service(), span);
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void span(JsonGenerator out, GeneratedService service, GeneratedSpan span)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("traceId", span.trace().id());
    if (span.parentId() != 0) {
      out.writeStringField("parentId", hex(span.parentId()));
    }
    out.writeStringField("id", hex(span.spanId()));
    if (!span.kind().equals("internal")) {
      out.writeStringField("kind", span.kind().toUpperCase(Locale.ROOT));
    }
    out.writeStringField("name", span.operation());
    out.writeNumberField("timestamp", span.startNanos() / 1000);
    out.writeNumberField("duration", span.durationNanos() / 1000);
    out.writeObjectFieldStart("localEndpoint");
    out.writeStringField("serviceName", service.name());
    out.writeEndObject();
    out.writeArrayFieldStart("annotations");
    for (Event event : span.events()) {
      out.writeStartObject();
      out.writeNumberField("timestamp", event.atNanos() / 1000);
      out.writeStringField("value", event.name());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeObjectFieldStart("tags");
    for (Tag tag : span.tags()) {
      out.writeStringField(tag.key(), tag.text());
    }
    if (span.isError()) {
      out.writeStringField("error", "true");
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private static String hex(long id) {
    return String.format("%016x", id);
  }
}
