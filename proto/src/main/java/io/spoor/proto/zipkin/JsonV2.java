package io.spoor.proto.zipkin;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonReader;

/** Reads spans of version 2 in JSON (contract: zipkin.md §5). Confined to one thread. */
final class JsonV2 implements SpanReader {
  private static final byte[] KIND = Ascii.of("kind");
  private static final byte[] LOCAL_ENDPOINT = Ascii.of("localEndpoint");
  private static final byte[] REMOTE_ENDPOINT = Ascii.of("remoteEndpoint");
  private static final byte[] TAGS = Ascii.of("tags");
  private static final byte[] SHARED = Ascii.of("shared");
  private static final int TRACE_ID_LENGTH = 32;
  private static final int ID_LENGTH = 16;

  private final JsonReader in;
  private final JsonParts parts;
  private final Slots<Annotation> annotations =
      new Slots<>(Annotation::new, "annotations", V1Span.MAX_ITEMS);
  private final Slots<Tag> tags = new Slots<>(Tag::new, "tags", V1Span.MAX_ITEMS);
  private final Slots<V2Span> span = new Slots<>(V2Span::new, "sides", 1);
  private final Endpoint local = new Endpoint();
  private final Endpoint remote = new Endpoint();
  private boolean hasStarted;
  private String member = "";

  JsonV2(JsonReader in) {
    this.in = in;
    this.parts = new JsonParts(in);
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
    annotations.clear();
    tags.clear();
    span.clear();
    V2Span into = span.add().clear();
    in.beginObject();
    while (in.nextMember()) {
      readMember(into);
      member = "";
    }
    return span;
  }

  private void readMember(V2Span into) throws DecodeException {
    if (in.textIs(JsonParts.TRACE_ID)) {
      member = "traceId";
      parts.readId(TRACE_ID_LENGTH);
      into.traceIdHigh = parts.high();
      into.traceIdLow = parts.low();
    } else if (in.textIs(JsonParts.ID)) {
      member = "id";
      into.spanId = parts.readSpanId(ID_LENGTH);
    } else if (in.textIs(JsonParts.PARENT_ID)) {
      member = "parentId";
      into.parentId = in.skipNull() ? 0 : parts.readSpanId(ID_LENGTH);
    } else if (in.textIs(KIND)) {
      member = "kind";
      into.kind =
          parts.readText() ? Kind.ofJson(in.array(), in.textAt(), in.textLength()) : Kind.NONE;
    } else if (in.textIs(JsonParts.NAME)) {
      member = "name";
      into.nameLength = parts.readText() ? in.textLength() : 0;
      into.nameAt = in.textAt();
    } else if (in.textIs(JsonParts.TIMESTAMP)) {
      member = "timestamp";
      into.timestamp = parts.readNumber();
    } else if (in.textIs(JsonParts.DURATION)) {
      member = "duration";
      into.duration = parts.readNumber();
    } else if (in.textIs(LOCAL_ENDPOINT)) {
      member = "localEndpoint";
      parts.readEndpoint(local);
      into.local = local;
    } else if (in.textIs(REMOTE_ENDPOINT)) {
      member = "remoteEndpoint";
      parts.readEndpoint(remote);
      into.remote = remote;
    } else if (in.textIs(JsonParts.ANNOTATIONS)) {
      member = "annotations";
      annotations(into);
    } else if (in.textIs(TAGS)) {
      member = "tags";
      tags(into);
    } else if (in.textIs(JsonParts.DEBUG)) {
      member = "debug";
      into.debug = parts.readFlag();
    } else if (in.textIs(SHARED)) {
      member = "shared";
      parts.readFlag();
    } else {
      in.skipValue();
    }
  }

  private void annotations(V2Span into) throws DecodeException {
    into.annotations.clear();
    if (in.skipNull()) {
      return;
    }
    in.beginArray();
    while (in.nextElement()) {
      if (in.skipNull()) {
        continue;
      }
      Annotation annotation = annotations.add().clear();
      in.beginObject();
      while (in.nextMember()) {
        if (in.textIs(JsonParts.TIMESTAMP)) {
          annotation.timestamp = parts.readNumber();
        } else if (in.textIs(JsonParts.VALUE)) {
          annotation.valueLength = parts.readText() ? in.textLength() : 0;
          annotation.valueAt = in.textAt();
        } else {
          in.skipValue();
        }
      }
      into.annotations.add(annotation);
    }
  }

  /** A member that comes again adds to what was there. */
  private void tags(V2Span into) throws DecodeException {
    if (in.skipNull()) {
      return;
    }
    in.beginObject();
    while (in.nextMember()) {
      Tag tag = tags.add().clear();
      tag.keyAt = in.textAt();
      tag.keyLength = in.textLength();
      if (!in.skipNull()) {
        parts.readAsText();
        tag.valueAt = in.textAt();
        tag.valueLength = in.textLength();
      }
      into.tags.add(tag);
    }
  }
}
