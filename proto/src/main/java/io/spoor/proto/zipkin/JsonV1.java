package io.spoor.proto.zipkin;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonReader;

/**
 * Reads spans of version 1 in JSON (contract: zipkin.md §6). Members of version 2 mean nothing here
 * and are passed over. Confined to one thread.
 */
final class JsonV1 implements SpanReader {
  private static final byte[] BINARY_ANNOTATIONS = Ascii.of("binaryAnnotations");
  private static final byte[] ENDPOINT = Ascii.of("endpoint");
  private static final byte[] KEY = Ascii.of("key");
  private static final byte[] TYPE = Ascii.of("type");
  private static final int ID_LENGTH = 32;

  private final JsonReader in;
  private final JsonParts parts;
  private final JsonValues values;
  private final V1Splitter splitter;
  private final V1Span span = new V1Span();
  private boolean hasStarted;
  private String member = "";

  JsonV1(JsonReader in) {
    this.in = in;
    this.parts = new JsonParts(in);
    this.values = new JsonValues(in);
    this.splitter = new V1Splitter(in.array());
  }

  @Override
  public String member() {
    return member;
  }

  @Override
  public boolean next() throws DecodeException {
    member = "";
    if (!hasStarted) {
      in.skipByteOrderMark();
      in.beginArray();
      hasStarted = true;
    }
    while (in.nextElement()) {
      if (!in.skipNull()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Slots<V2Span> read() throws DecodeException {
    span.clear();
    in.beginObject();
    while (in.nextMember()) {
      readMember();
      member = "";
    }
    return splitter.split(span);
  }

  private void readMember() throws DecodeException {
    if (in.textIs(JsonParts.TRACE_ID)) {
      member = "traceId";
      parts.readId(ID_LENGTH);
      span.traceIdHigh = parts.high();
      span.traceIdLow = parts.low();
    } else if (in.textIs(JsonParts.ID)) {
      member = "id";
      span.spanId = parts.readSpanId(ID_LENGTH);
    } else if (in.textIs(JsonParts.PARENT_ID)) {
      member = "parentId";
      span.parentId = in.skipNull() ? 0 : parts.readSpanId(ID_LENGTH);
    } else if (in.textIs(JsonParts.NAME)) {
      member = "name";
      span.nameLength = parts.readText() ? in.textLength() : 0;
      span.nameAt = in.textAt();
    } else if (in.textIs(JsonParts.TIMESTAMP)) {
      member = "timestamp";
      span.timestamp = parts.readNumber();
    } else if (in.textIs(JsonParts.DURATION)) {
      member = "duration";
      span.duration = parts.readNumber();
    } else if (in.textIs(JsonParts.ANNOTATIONS)) {
      member = "annotations";
      annotations();
    } else if (in.textIs(BINARY_ANNOTATIONS)) {
      member = "binaryAnnotations";
      tags();
    } else if (in.textIs(JsonParts.DEBUG)) {
      member = "debug";
      span.debug = parts.readFlag();
    } else {
      in.skipValue();
    }
  }

  private void annotations() throws DecodeException {
    span.annotations.clear();
    if (in.skipNull()) {
      return;
    }
    in.beginArray();
    while (in.nextElement()) {
      if (!in.skipNull()) {
        annotation();
      }
    }
  }

  private void annotation() throws DecodeException {
    Annotation annotation = span.annotations.add().clear();
    in.beginObject();
    while (in.nextMember()) {
      if (in.textIs(JsonParts.TIMESTAMP)) {
        annotation.timestamp = parts.readNumber();
      } else if (in.textIs(JsonParts.VALUE)) {
        annotation.valueLength = parts.readText() ? in.textLength() : 0;
        annotation.valueAt = in.textAt();
      } else if (in.textIs(ENDPOINT)) {
        parts.readEndpoint(annotation.endpoint);
      } else {
        in.skipValue();
      }
    }
  }

  private void tags() throws DecodeException {
    span.tags.clear();
    if (in.skipNull()) {
      return;
    }
    in.beginArray();
    while (in.nextElement()) {
      if (!in.skipNull()) {
        tag();
      }
    }
  }

  private void tag() throws DecodeException {
    Tag tag = span.tags.add().clear();
    values.clear();
    in.beginObject();
    while (in.nextMember()) {
      if (in.textIs(KEY)) {
        tag.hasKey = !in.skipNull();
        if (tag.hasKey) {
          in.readString();
          tag.keyAt = in.textAt();
          tag.keyLength = in.textLength();
        }
      } else if (in.textIs(JsonParts.VALUE)) {
        values.readValue();
      } else if (in.textIs(TYPE)) {
        values.readType();
      } else if (in.textIs(ENDPOINT)) {
        parts.readEndpoint(tag.endpoint);
      } else {
        in.skipValue();
      }
    }
    if (!values.set(tag)) {
      span.tags.removeLast();
    }
  }
}
