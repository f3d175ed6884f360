package io.spoor.proto.jaeger;

import static io.spoor.proto.jaeger.JaegerFields.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/** A {@code KeyValue}: of all its values, the one that its type names counts. */
final class TagDecoder {
  private final SpanBatchBuilder builder;

  TagDecoder(SpanBatchBuilder builder) {
    this.builder = builder;
  }

  /** Writes the tag whose length comes next to whatever the builder has open. */
  void decode(WireReader in) throws DecodeException {
    int keyAt = 0;
    int keyLength = 0;
    int type = STRING_TYPE;
    int textAt = 0;
    int textLength = 0;
    int binaryAt = 0;
    int binaryLength = 0;
    boolean bool = false;
    long int64 = 0;
    long float64 = 0;
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case KEY -> {
          keyLength = in.skipBytes();
          keyAt = in.position() - keyLength;
        }
        case TYPE -> type = (int) in.readVarint();
        case STRING_VALUE -> {
          textLength = in.skipBytes();
          textAt = in.position() - textLength;
        }
        case BINARY_VALUE -> {
          binaryLength = in.skipBytes();
          binaryAt = in.position() - binaryLength;
        }
        case BOOL_VALUE -> bool = in.readVarint() != 0;
        case INT64_VALUE -> int64 = in.readVarint();
        case FLOAT64_VALUE -> float64 = in.readFixed64();
        default -> in.skipUnknown(tag, KEY_VALUE_FIELDS);
      }
    }
    in.leave(outer);
    byte[] bytes = in.array();
    switch (type) {
      case STRING_TYPE -> builder.stringTag(bytes, keyAt, keyLength, bytes, textAt, textLength);
      case BOOL_TYPE -> builder.boolTag(bytes, keyAt, keyLength, bool);
      case INT64_TYPE -> builder.int64Tag(bytes, keyAt, keyLength, int64);
      case FLOAT64_TYPE ->
          builder.float64Tag(bytes, keyAt, keyLength, Double.longBitsToDouble(float64));
      case BINARY_TYPE -> builder.binaryTag(bytes, keyAt, keyLength, bytes, binaryAt, binaryLength);
      default -> {
        // What Jaeger shows for such a tag.
        byte[] text = ("unknown type " + type).getBytes(US_ASCII);
        builder.stringTag(bytes, keyAt, keyLength, text, 0, text.length);
      }
    }
  }
}
