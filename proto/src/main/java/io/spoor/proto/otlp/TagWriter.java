package io.spoor.proto.otlp;

import static io.spoor.proto.otlp.OtlpFields.*;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
import java.util.Arrays;

/** Attributes as tags of whatever the builder has open: a process, a span or a log. */
final class TagWriter {
  private static final byte[] NOTHING = {};

  private final byte[] bytes;
  private final SpanBatchBuilder builder;
  private final JsonText json;

  TagWriter(byte[] bytes, SpanBatchBuilder builder) {
    this.bytes = bytes;
    this.builder = builder;
    this.json = new JsonText(bytes);
  }

  boolean keyIs(Attribute attribute, byte[] key) {
    return attribute.keyLength == key.length
        && Arrays.equals(bytes, attribute.keyAt, attribute.keyAt + key.length, key, 0, key.length);
  }

  void write(Attribute tag) throws DecodeException {
    int keyAt = tag.keyAt;
    int keyLength = tag.keyLength;
    switch (tag.kind) {
      case STRING_VALUE ->
          builder.stringTag(bytes, keyAt, keyLength, bytes, tag.valueAt, tag.valueLength);
      case BOOL_VALUE -> builder.boolTag(bytes, keyAt, keyLength, tag.bits != 0);
      case INT_VALUE -> builder.int64Tag(bytes, keyAt, keyLength, tag.bits);
      case DOUBLE_VALUE ->
          builder.float64Tag(bytes, keyAt, keyLength, Double.longBitsToDouble(tag.bits));
      case BYTES_VALUE ->
          builder.binaryTag(bytes, keyAt, keyLength, bytes, tag.valueAt, tag.valueLength);
      case ARRAY_VALUE, KVLIST_VALUE -> {
        WireWriter text = json.write(tag);
        builder.stringTag(bytes, keyAt, keyLength, text.array(), 0, text.size());
      }
      default -> builder.stringTag(bytes, keyAt, keyLength, NOTHING, 0, 0);
    }
  }

  /** A string tag of our own naming, whose value stands in the message. */
  void write(byte[] key, int valueAt, int valueLength) {
    builder.stringTag(key, 0, key.length, bytes, valueAt, valueLength);
  }

  void write(byte[] key, byte[] value) {
    builder.stringTag(key, 0, key.length, value, 0, value.length);
  }
}
