package io.spoor.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.TagReader;
import io.spoor.proto.wire.WireWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The text of a tag's value: what tag search matches on every store, and what Jaeger writes into
 * Elasticsearch (contract: elasticsearch.md §3.1). Written as UTF-8 bytes, so that the common types
 * need no String.
 */
public final class TagText {
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final MathContext TEN_DIGITS = new MathContext(10, RoundingMode.HALF_EVEN);

  private TagText() {}

  /** Appends the text of the tag's value to {@code out}. */
  public static void append(TagReader tag, WireWriter out) {
    switch (tag.type()) {
      case TagReader.BOOL -> {
        byte[] text = tag.boolValue() ? TRUE : FALSE;
        out.writeBytes(text, 0, text.length);
      }
      case TagReader.INT64 -> appendDecimal(tag.int64Value(), out);
      case TagReader.FLOAT64 -> {
        byte[] text = ofFloat64(tag.float64Value()).getBytes(US_ASCII);
        out.writeBytes(text, 0, text.length);
      }
      case TagReader.BINARY -> appendHex(tag.array(), tag.valueOffset(), tag.valueLength(), out);
      default -> out.writeBytes(tag.array(), tag.valueOffset(), tag.valueLength());
    }
  }

  /** Bytes that {@link #append} will write, or an upper bound of them. */
  public static int maxLength(TagReader tag) {
    return switch (tag.type()) {
      case TagReader.BOOL, TagReader.INT64, TagReader.FLOAT64 -> 24;
      case TagReader.BINARY -> Math.multiplyExact(2, tag.valueLength());
      default -> tag.valueLength();
    };
  }

  /** At most 10 significant digits, as Go's {@code %.10g} writes them. */
  public static String ofFloat64(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value > 0 ? "0" : "-0";
    }
    BigDecimal rounded = new BigDecimal(value).round(TEN_DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < 10) {
      return rounded.toPlainString();
    }
    String digits = rounded.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder(20);
    if (value < 0) {
      text.append('-');
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    if (Math.abs(exponent) < 10) {
      text.append('0');
    }
    return text.append(Math.abs(exponent)).toString();
  }

  private static void appendDecimal(long value, WireWriter out) {
    byte[] target = out.reserve(20);
    int at = out.size();
    if (value < 0) {
      target[at++] = '-';
    }
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      target[i] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    }
    out.advance(at + digits - out.size());
  }

  private static void appendHex(byte[] source, int offset, int length, WireWriter out) {
    byte[] target = out.reserve(length * 2);
    int at = out.size();
    for (int i = offset; i < offset + length; i++) {
      target[at++] = HEX[(source[i] >> 4) & 0xf];
      target[at++] = HEX[source[i] & 0xf];
    }
    out.advance(length * 2);
  }
}
