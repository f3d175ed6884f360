package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.TagReader;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.TagText;
import java.math.BigDecimal;

/** A tag's value in both of its forms (contract: elasticsearch.md §3.1, §3.2). */
final class TagValue {
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[][] TYPES = {
    ",\"type\":\"string\",\"value\":".getBytes(US_ASCII),
    ",\"type\":\"bool\",\"value\":".getBytes(US_ASCII),
    ",\"type\":\"int64\",\"value\":".getBytes(US_ASCII),
    ",\"type\":\"float64\",\"value\":".getBytes(US_ASCII),
    ",\"type\":\"binary\",\"value\":".getBytes(US_ASCII)
  };
  private static final byte[] TEXT = ",\"text\":".getBytes(US_ASCII);
  // Whole numbers below have at most ten digits: their text is the number.
  private static final double WHOLE_BELOW = 1e10;

  private TagValue() {}

  /**
   * Writes type and value behind the key of a nested tag: always a string, as v1.53 has it.
   *
   * <p>Jaeger keeps ten digits of a float. One that needs more is written with all it needs, so
   * that nothing is lost, and the ten go into {@code text}, which Spoor's template adds to what is
   * searched: Jaeger's readers do not look at it.
   */
  static void nested(TagReader tag, WireWriter out) {
    int type = tag.type();
    JsonText.ascii(TYPES[type >= 0 && type < TYPES.length ? type : TagReader.STRING], out);
    switch (type) {
      case TagReader.BOOL, TagReader.INT64, TagReader.BINARY -> {
        out.writeByte('"');
        TagText.append(tag, out);
        out.writeByte('"');
      }
      case TagReader.FLOAT64 -> nestedFloat(tag.float64Value(), out);
      default -> JsonText.string(tag.array(), tag.valueOffset(), tag.valueLength(), out);
    }
  }

  private static void nestedFloat(double value, WireWriter out) {
    if (isSmallWhole(value)) {
      out.writeByte('"');
      JsonText.decimal((long) value, out);
      out.writeByte('"');
      return;
    }
    String text = TagText.ofFloat64(value);
    boolean isExact = !isFinite(value) || isSame(text, value);
    quoted(isExact ? text : exact(value), out);
    if (!isExact) {
      JsonText.ascii(TEXT, out);
      quoted(text, out);
    }
  }

  /**
   * Writes the value as a field has it, native, unless Jaeger would read something else back or
   * Elasticsearch would index another text than search looks for. A field's number is indexed as it
   * is spelt, so a whole float can be one thing only: {@code 3.0} is not found as {@code 3}, and
   * {@code 3} reads as an integer.
   *
   * @return whether it was written
   */
  static boolean field(TagReader tag, WireWriter out) {
    switch (tag.type()) {
      case TagReader.BOOL -> JsonText.ascii(tag.boolValue() ? TRUE : FALSE, out);
      case TagReader.INT64 -> JsonText.decimal(tag.int64Value(), out);
      case TagReader.FLOAT64 -> {
        return fieldFloat(tag.float64Value(), out);
      }
      case TagReader.BINARY -> {
        return false;
      }
      default -> JsonText.string(tag.array(), tag.valueOffset(), tag.valueLength(), out);
    }
    return true;
  }

  private static boolean fieldFloat(double value, WireWriter out) {
    if (isSmallWhole(value) || value == 0 || !isFinite(value)) {
      return false;
    }
    String text = TagText.ofFloat64(value);
    if (!isSame(text, value)) {
      return false;
    }
    JsonText.ascii(text.getBytes(US_ASCII), out);
    return true;
  }

  /** All digits, without an exponent where Jaeger shows none. Cheap rather than the shortest. */
  private static String exact(double value) {
    String text = Double.toString(value);
    double size = Math.abs(value);
    return size >= 1e-6 && size < 1e21
        ? new BigDecimal(text).stripTrailingZeros().toPlainString()
        : text;
  }

  private static boolean isSmallWhole(double value) {
    return value == (long) value && Math.abs(value) < WHOLE_BELOW && (value != 0 || 1 / value > 0);
  }

  private static boolean isFinite(double value) {
    return !Double.isNaN(value) && !Double.isInfinite(value);
  }

  private static boolean isSame(String text, double value) {
    return Double.parseDouble(text) == value;
  }

  private static void quoted(String ascii, WireWriter out) {
    out.writeByte('"');
    JsonText.ascii(ascii.getBytes(US_ASCII), out);
    out.writeByte('"');
  }
}
