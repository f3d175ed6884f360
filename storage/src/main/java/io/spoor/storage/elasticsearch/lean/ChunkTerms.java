package io.spoor.storage.elasticsearch.lean;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.TagReader;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.TagText;

/**
 * How a chunk's facts are spelt as terms, for whoever writes them and whoever searches. All of them
 * may stand for more than they say: the spans decide.
 *
 * <ul>
 *   <li>A name: itself, or its beginning if it is long.
 *   <li>A tag: key, U+0001, text of the value; key, U+0002 for a long value; U+0003 for a long key.
 *   <li>A number: key, U+0001, 16 hexadecimal digits that sort as the numbers do.
 * </ul>
 */
public final class ChunkTerms {
  /** Between key and value. */
  public static final char SEPARATOR = '\u0001';

  /** Behind the key of a value too long to be a term. */
  public static final char LONG_VALUE = '\u0002';

  /** Stands for all tags whose keys are too long. */
  public static final char LONG_KEY = '\u0003';

  /** Bytes of UTF-8 that a name, key or value may have to be a term as it is. */
  public static final int MAX_BYTES = 1024;

  private ChunkTerms() {}

  /** The term of a service or operation. */
  public static String name(String name) {
    byte[] bytes = name.getBytes(UTF_8);
    return new String(bytes, 0, clip(bytes, 0, bytes.length), UTF_8);
  }

  /** The term of a tag whose value has exactly this text. */
  public static String tag(String key, String value) {
    if (key.getBytes(UTF_8).length > MAX_BYTES) {
      return String.valueOf(LONG_KEY);
    }
    return value.getBytes(UTF_8).length > MAX_BYTES ? key + LONG_VALUE : key + SEPARATOR + value;
  }

  /** The term of a number; ranges of numbers are ranges of such terms with the same key. */
  public static String number(String key, double value) {
    return key + SEPARATOR + String.format("%016x", sortable(value));
  }

  /** Bits that, taken as unsigned, sort as the numbers do; NaN is above all. */
  static long sortable(double value) {
    // Both zeros are one.
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits < 0 ? ~bits : bits | Long.MIN_VALUE;
  }

  static void writeName(byte[] source, int offset, int length, WireWriter out) {
    out.writeBytes(source, offset, clip(source, offset, length));
  }

  static void writeTag(TagReader tag, WireWriter out) {
    if (tag.keyLength() > MAX_BYTES) {
      out.writeByte(LONG_KEY);
      return;
    }
    out.writeBytes(tag.array(), tag.keyOffset(), tag.keyLength());
    int end = out.size();
    out.writeByte(SEPARATOR);
    if (TagText.maxLength(tag) <= 2 * MAX_BYTES) {
      TagText.append(tag, out);
      if (out.size() - end - 1 <= MAX_BYTES) {
        return;
      }
    }
    out.truncate(end);
    out.writeByte(LONG_VALUE);
  }

  /** A length of at most {@link #MAX_BYTES} that ends between two characters. */
  private static int clip(byte[] source, int offset, int length) {
    if (length <= MAX_BYTES) {
      return length;
    }
    int clipped = MAX_BYTES;
    while (clipped > 0 && (source[offset + clipped] & 0xc0) == 0x80) {
      clipped--;
    }
    return clipped;
  }
}
