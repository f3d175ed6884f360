package io.spoor.proto.zipkin;

import io.spoor.proto.thrift.ThriftReader;
import io.spoor.proto.wire.DecodeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads {@code zipkincore.Span} structs in either protocol (contract: zipkin.md §7). No field is
 * required; a field of another type than the declared one is not that field. Confined to one
 * thread.
 */
final class ThriftSpans {
  private static final int SPAN_TRACE_ID = 1 << 4 | ThriftReader.I64;
  private static final int SPAN_NAME = 3 << 4 | ThriftReader.STRING;
  private static final int SPAN_ID = 4 << 4 | ThriftReader.I64;
  private static final int SPAN_PARENT_ID = 5 << 4 | ThriftReader.I64;
  private static final int SPAN_ANNOTATIONS = 6 << 4 | ThriftReader.LIST;
  private static final int SPAN_TAGS = 8 << 4 | ThriftReader.LIST;
  private static final int SPAN_DEBUG = 9 << 4 | ThriftReader.BOOL;
  private static final int SPAN_TIMESTAMP = 10 << 4 | ThriftReader.I64;
  private static final int SPAN_DURATION = 11 << 4 | ThriftReader.I64;
  private static final int SPAN_TRACE_ID_HIGH = 12 << 4 | ThriftReader.I64;

  private static final int ANNOTATION_TIMESTAMP = 1 << 4 | ThriftReader.I64;
  private static final int ANNOTATION_VALUE = 2 << 4 | ThriftReader.STRING;
  private static final int ANNOTATION_HOST = 3 << 4 | ThriftReader.STRUCT;

  private static final int TAG_KEY = 1 << 4 | ThriftReader.STRING;
  private static final int TAG_VALUE = 2 << 4 | ThriftReader.STRING;
  private static final int TAG_TYPE = 3 << 4 | ThriftReader.I32;
  private static final int TAG_HOST = 4 << 4 | ThriftReader.STRUCT;

  private static final int ENDPOINT_IPV4 = 1 << 4 | ThriftReader.I32;
  private static final int ENDPOINT_PORT = 2 << 4 | ThriftReader.I16;
  private static final int ENDPOINT_SERVICE = 3 << 4 | ThriftReader.STRING;
  private static final int ENDPOINT_IPV6 = 4 << 4 | ThriftReader.STRING;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private final ThriftReader in;
  private String member = "";

  ThriftSpans(ThriftReader in) {
    this.in = in;
  }

  /** The list that is being read, for the sender; empty for none. */
  String member() {
    return member;
  }

  /** Reads the span that comes next. */
  void read(V1Span span) throws DecodeException {
    span.clear();
    member = "";
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      switch (field) {
        case SPAN_TRACE_ID -> span.traceIdLow = in.readI64();
        case SPAN_TRACE_ID_HIGH -> span.traceIdHigh = in.readI64();
        case SPAN_ID -> span.spanId = in.readI64();
        case SPAN_PARENT_ID -> {
          span.hasParent = true;
          span.parentId = in.readI64();
        }
        case SPAN_NAME -> {
          span.nameLength = in.skipString();
          span.nameAt = in.position() - span.nameLength;
        }
        case SPAN_DEBUG -> span.debug = in.readBool();
        case SPAN_TIMESTAMP -> {
          span.hasTimestamp = true;
          span.timestamp = in.readI64();
        }
        case SPAN_DURATION -> {
          span.hasDuration = true;
          span.duration = in.readI64();
        }
        case SPAN_ANNOTATIONS -> {
          member = "annotations";
          span.annotations.clear();
          for (int left = in.beginStructs(); left > 0; left--) {
            annotation(span.annotations.add().clear());
          }
          in.endStructs();
          member = "";
        }
        case SPAN_TAGS -> {
          member = "binary_annotations";
          span.tags.clear();
          for (int left = in.beginStructs(); left > 0; left--) {
            tag(span.tags.add().clear());
          }
          in.endStructs();
          member = "";
        }
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
  }

  private void annotation(Annotation annotation) throws DecodeException {
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      switch (field) {
        case ANNOTATION_TIMESTAMP -> annotation.timestamp = in.readI64();
        case ANNOTATION_VALUE -> {
          annotation.valueLength = in.skipString();
          annotation.valueAt = in.position() - annotation.valueLength;
        }
        case ANNOTATION_HOST -> endpoint(annotation.endpoint);
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
  }

  private void tag(Tag tag) throws DecodeException {
    tag.type = Tag.BOOL;
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      switch (field) {
        case TAG_KEY -> {
          tag.hasKey = true;
          tag.keyLength = in.skipString();
          tag.keyAt = in.position() - tag.keyLength;
        }
        case TAG_VALUE -> {
          tag.valueLength = in.skipString();
          tag.valueAt = in.position() - tag.valueLength;
        }
        case TAG_TYPE -> tag.type = in.readI32();
        case TAG_HOST -> {
          tag.hasEndpoint = true;
          endpoint(tag.endpoint);
        }
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    value(tag);
  }

  private void endpoint(Endpoint endpoint) throws DecodeException {
    endpoint.clear();
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      switch (field) {
        case ENDPOINT_IPV4 -> endpoint.ipv4 = in.readI32();
        case ENDPOINT_PORT -> endpoint.port = in.readI16() & 0xffff;
        case ENDPOINT_SERVICE -> {
          endpoint.serviceLength = in.skipString();
          endpoint.serviceAt = in.position() - endpoint.serviceLength;
        }
        case ENDPOINT_IPV6 -> {
          int length = in.skipString();
          if (length == 16) {
            int at = in.position() - length;
            endpoint.ipv6High = (long) LONGS.get(in.array(), at);
            endpoint.ipv6Low = (long) LONGS.get(in.array(), at + 8);
          }
        }
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
  }

  /** Reads a value that is no text: what stands behind a number's bytes is ignored. */
  private void value(Tag tag) {
    byte[] bytes = in.array();
    int at = tag.valueAt;
    switch (tag.type) {
      case Tag.BOOL -> tag.bits = tag.valueLength == 1 && bytes[at] == 1 ? 1 : 0;
      case Tag.I16 -> tag.bits = has(tag, 2) ? (short) SHORTS.get(bytes, at) : 0;
      case Tag.I32 -> tag.bits = has(tag, 4) ? (int) INTS.get(bytes, at) : 0;
      case Tag.I64, Tag.DOUBLE -> tag.bits = has(tag, 8) ? (long) LONGS.get(bytes, at) : 0;
      case Tag.BYTES, Tag.STRING -> {}
      default -> tag.broken = true;
    }
  }

  private static boolean has(Tag tag, int count) {
    tag.broken = tag.valueLength < count;
    return !tag.broken;
  }
}
