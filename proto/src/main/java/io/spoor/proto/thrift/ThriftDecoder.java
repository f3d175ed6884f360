package io.spoor.proto.thrift;

import static io.spoor.proto.thrift.ThriftFields.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;

/**
 * Writes a batch that {@link ThriftCheck} has walked: it knows where the parts stand, so they may
 * come in any order.
 */
final class ThriftDecoder {
  private final ThriftReader in;
  private final SpanBatchBuilder builder;
  private final byte[] bytes;
  private final SpanDecoder span;

  ThriftDecoder(ThriftReader in, SpanBatchBuilder builder) {
    this.in = in;
    this.builder = builder;
    this.bytes = in.bytes;
    this.span = new SpanDecoder(in, builder, this);
  }

  void batch(int processAt, int spansAt) throws DecodeException {
    in.position = processAt;
    process();
    in.position = spansAt;
    for (int left = in.beginStructs(); left > 0; left--) {
      span.decode();
    }
    in.endStructs();
  }

  private void process() throws DecodeException {
    int nameAt = 0;
    int nameLength = 0;
    int tagsAt = 0;
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field == PROCESS_SERVICE_NAME) {
        nameLength = in.skipString();
        nameAt = in.position - nameLength;
      } else {
        if (field == PROCESS_TAGS) {
          tagsAt = in.position;
        }
        in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    builder.startProcess();
    builder.serviceName(bytes, nameAt, nameLength);
    tags(tagsAt);
    builder.endProcess();
  }

  /**
   * Writes the tags of the list at {@code at} to whatever the builder has open; 0 stands for none:
   * no list is the first thing in a batch.
   */
  void tags(int at) throws DecodeException {
    if (at == 0) {
      return;
    }
    in.position = at;
    for (int left = in.beginStructs(); left > 0; left--) {
      tag();
    }
    in.endStructs();
  }

  private void tag() throws DecodeException {
    int keyAt = 0;
    int keyLength = 0;
    int type = 0;
    int textAt = 0;
    int textLength = 0;
    int binaryAt = 0;
    int binaryLength = 0;
    double number = 0;
    boolean bool = false;
    long integer = 0;
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      switch (field) {
        case TAG_KEY -> {
          keyLength = in.skipString();
          keyAt = in.position - keyLength;
        }
        case TAG_TYPE -> type = in.readI32();
        case TAG_STRING -> {
          textLength = in.skipString();
          textAt = in.position - textLength;
        }
        case TAG_DOUBLE -> number = in.readDouble();
        case TAG_BOOL -> bool = in.readBool();
        case TAG_LONG -> integer = in.readI64();
        case TAG_BINARY -> {
          binaryLength = in.skipString();
          binaryAt = in.position - binaryLength;
        }
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    switch (type) {
      case STRING_TYPE -> builder.stringTag(bytes, keyAt, keyLength, bytes, textAt, textLength);
      case DOUBLE_TYPE -> builder.float64Tag(bytes, keyAt, keyLength, number);
      case BOOL_TYPE -> builder.boolTag(bytes, keyAt, keyLength, bool);
      case LONG_TYPE -> builder.int64Tag(bytes, keyAt, keyLength, integer);
      case BINARY_TYPE -> builder.binaryTag(bytes, keyAt, keyLength, bytes, binaryAt, binaryLength);
      default -> {
        byte[] text = ("Unknown VType: " + type).getBytes(US_ASCII);
        builder.stringTag(bytes, keyAt, keyLength, text, 0, text.length);
      }
    }
  }
}
