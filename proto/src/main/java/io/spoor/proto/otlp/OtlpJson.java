package io.spoor.proto.otlp;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonReader;
import io.spoor.proto.wire.WireWriter;
import java.util.List;

/**
 * Writes an export request that came as JSON as the protobuf message it stands for, so that there
 * is one check and one translation (contract: collector.md §5.2). Members in camel case or with
 * underscores, ids in hexadecimal, null is absent, unknown members are passed over. What the
 * translation has no use for is not written.
 */
public final class OtlpJson {
  /** A level of protobuf's is up to two of JSON's; the check of the message counts its own. */
  private static final int JSON_LEVELS = 2;

  private static final List<String> SPAN_KINDS =
      List.of("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
  private static final List<String> STATUS_CODES = List.of("UNSET", "OK", "ERROR");

  private final JsonReader in;
  private final OtlpJsonValues values;

  private OtlpJson(JsonReader in, WireWriter out) {
    this.in = in;
    this.values = new OtlpJsonValues(in, out);
  }

  /**
   * The request as protobuf, not longer than the JSON: not yet checked, ids may have any length.
   *
   * @param json is this method's from here on: it is written to
   * @throws DecodeException for what is no JSON or not of the declared types, in words fit for the
   *     sender
   */
  public static byte[] toProtobuf(byte[] json, DecodeLimits limits) throws DecodeException {
    JsonReader in = new JsonReader(json, 0, json.length, limits.maxDepth() * JSON_LEVELS);
    WireWriter out = new WireWriter(json.length / 2 + 64);
    new OtlpJson(in, out).request();
    return out.toByteArray();
  }

  private void request() throws DecodeException {
    in.beginObject();
    while (values.nextMember()) {
      if (values.member().equals("resourceSpans")) {
        values.messages(OtlpFields.REQUEST_RESOURCE_SPANS, this::resourceSpans);
      } else {
        in.skipValue();
      }
    }
    if (in.peek() >= 0) {
      throw in.unexpected("the end");
    }
  }

  private void resourceSpans() throws DecodeException {
    while (values.nextMember()) {
      switch (values.member()) {
        case "resource" -> values.message(OtlpFields.RESOURCE, this::resource);
        case "scopeSpans" -> values.messages(OtlpFields.SCOPE_SPANS, this::scopeSpans);
        case "instrumentationLibrarySpans" ->
            values.messages(OtlpFields.LIBRARY_SPANS, this::scopeSpans);
        default -> in.skipValue();
      }
    }
  }

  private void resource() throws DecodeException {
    while (values.nextMember()) {
      if (values.member().equals("attributes")) {
        values.messages(OtlpFields.RESOURCE_ATTRIBUTES, values::keyValue);
      } else {
        in.skipValue();
      }
    }
  }

  private void scopeSpans() throws DecodeException {
    while (values.nextMember()) {
      switch (values.member()) {
        case "scope", "instrumentationLibrary" -> values.message(OtlpFields.SCOPE, this::scope);
        case "spans" -> values.messages(OtlpFields.SPANS, this::span);
        default -> in.skipValue();
      }
    }
  }

  private void scope() throws DecodeException {
    while (values.nextMember()) {
      switch (values.member()) {
        case "name" -> values.text(OtlpFields.SCOPE_NAME);
        case "version" -> values.text(OtlpFields.SCOPE_VERSION);
        default -> in.skipValue();
      }
    }
  }

  private void span() throws DecodeException {
    while (values.nextMember()) {
      switch (values.member()) {
        case "traceId" -> values.id(OtlpFields.TRACE_ID);
        case "spanId" -> values.id(OtlpFields.SPAN_ID);
        case "parentSpanId" -> values.id(OtlpFields.PARENT_SPAN_ID);
        case "traceState" -> values.text(OtlpFields.TRACE_STATE);
        case "name" -> values.text(OtlpFields.NAME);
        case "kind" -> values.choice(OtlpFields.KIND, "SPAN_KIND_", SPAN_KINDS);
        case "startTimeUnixNano" -> values.time(OtlpFields.START_TIME);
        case "endTimeUnixNano" -> values.time(OtlpFields.END_TIME);
        case "attributes" -> values.messages(OtlpFields.ATTRIBUTES, values::keyValue);
        case "events" -> values.messages(OtlpFields.EVENTS, this::event);
        case "links" -> values.messages(OtlpFields.LINKS, this::link);
        case "status" -> values.message(OtlpFields.STATUS, this::status);
        default -> in.skipValue();
      }
    }
  }

  private void event() throws DecodeException {
    while (values.nextMember()) {
      switch (values.member()) {
        case "timeUnixNano" -> values.time(OtlpFields.EVENT_TIME);
        case "name" -> values.text(OtlpFields.EVENT_NAME);
        case "attributes" -> values.messages(OtlpFields.EVENT_ATTRIBUTES, values::keyValue);
        default -> in.skipValue();
      }
    }
  }

  private void link() throws DecodeException {
    while (values.nextMember()) {
      switch (values.member()) {
        case "traceId" -> values.id(OtlpFields.LINK_TRACE_ID);
        case "spanId" -> values.id(OtlpFields.LINK_SPAN_ID);
        case "attributes" -> values.messages(OtlpFields.LINK_ATTRIBUTES, values::keyValue);
        default -> in.skipValue();
      }
    }
  }

  private void status() throws DecodeException {
    while (values.nextMember()) {
      switch (values.member()) {
        case "message" -> values.text(OtlpFields.STATUS_MESSAGE);
        case "code" -> values.choice(OtlpFields.STATUS_CODE, "STATUS_CODE_", STATUS_CODES);
        default -> in.skipValue();
      }
    }
  }
}
