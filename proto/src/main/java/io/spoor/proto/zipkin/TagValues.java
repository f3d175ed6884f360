package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatchBuilder;
import java.util.Arrays;
import java.util.Base64;

/** Writes tags with their values, under their own key or another one. */
final class TagValues {
  private final byte[] bytes;
  private final SpanBatchBuilder builder;

  /** Writes tags whose text stands in these bytes. */
  TagValues(byte[] bytes, SpanBatchBuilder builder) {
    this.bytes = bytes;
    this.builder = builder;
  }

  void write(Tag tag) {
    write(bytes, tag.keyAt, tag.keyLength, tag);
  }

  void write(byte[] key, Tag tag) {
    write(key, 0, key.length, tag);
  }

  private void write(byte[] key, int keyAt, int keyLength, Tag tag) {
    if (tag.broken) {
      byte[] text = complaint(tag);
      builder.stringTag(key, keyAt, keyLength, text, 0, text.length);
      return;
    }
    switch (tag.type) {
      case Tag.BOOL -> builder.boolTag(key, keyAt, keyLength, tag.bits != 0);
      case Tag.BYTES ->
          builder.binaryTag(key, keyAt, keyLength, bytes, tag.valueAt, tag.valueLength);
      case Tag.I16, Tag.I32, Tag.I64 -> builder.int64Tag(key, keyAt, keyLength, tag.bits);
      case Tag.DOUBLE ->
          builder.float64Tag(key, keyAt, keyLength, Double.longBitsToDouble(tag.bits));
      default -> builder.stringTag(key, keyAt, keyLength, bytes, tag.valueAt, tag.valueLength);
    }
  }

  /** What Jaeger writes of a value that cannot be read (contract: collector.md §6.5). */
  private byte[] complaint(Tag tag) {
    byte[] value = Arrays.copyOfRange(bytes, tag.valueAt, tag.valueAt + tag.valueLength);
    String why =
        tag.type < Tag.BOOL || tag.type > Tag.STRING
            ? "unknown zipkin annotation type: " + tag.type
            : tag.valueLength == 0 ? "EOF" : "unexpected EOF";
    String text = Base64.getEncoder().encodeToString(value);
    return ("Cannot parse Zipkin value " + text + ": " + why).getBytes(US_ASCII);
  }

  void text(byte[] key, int valueAt, int valueLength) {
    builder.stringTag(key, 0, key.length, bytes, valueAt, valueLength);
  }

  void text(byte[] key, byte[] value) {
    builder.stringTag(key, 0, key.length, value, 0, value.length);
  }

  void number(byte[] key, long value) {
    builder.int64Tag(key, 0, key.length, value);
  }

  void bool(byte[] key, boolean value) {
    builder.boolTag(key, 0, key.length, value);
  }
}
