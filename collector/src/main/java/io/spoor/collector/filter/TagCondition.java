package io.spoor.collector.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.TagReader;
import io.spoor.proto.text.GoNumber;
import java.util.Arrays;

/**
 * Holds if the span, or else its process, has a tag of that key with a value that matches. Numbers
 * and booleans match by their text, as the query API shows them; binary values never match.
 */
final class TagCondition {
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);

  private final byte[] key;
  private final Glob value;

  TagCondition(String key, Glob value) {
    this.key = key.getBytes(UTF_8);
    this.value = value;
  }

  boolean isAbout(TagReader tag) {
    int at = tag.keyOffset();
    return Arrays.equals(tag.array(), at, at + tag.keyLength(), key, 0, key.length);
  }

  /** Whether the value of a tag that this is about matches. */
  boolean matches(TagReader tag) {
    return switch (tag.type()) {
      case TagReader.STRING -> value.matches(tag.array(), tag.valueOffset(), tag.valueLength());
      case TagReader.BOOL -> matches(tag.boolValue() ? TRUE : FALSE);
      case TagReader.INT64 -> matches(Long.toString(tag.int64Value()).getBytes(US_ASCII));
      case TagReader.FLOAT64 -> matches(text(tag.float64Value()).getBytes(US_ASCII));
      default -> false;
    };
  }

  private boolean matches(byte[] text) {
    return value.matches(text, 0, text.length);
  }

  private static String text(double value) {
    return Double.isFinite(value) ? GoNumber.json(value) : Double.toString(value);
  }
}
