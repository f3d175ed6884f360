package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonNumbers;
import io.spoor.proto.wire.JsonReader;
import java.util.Arrays;
import java.util.Base64;

/**
 * The value of a binary annotation and its type, which come in any order. A value that is not of
 * its type is the text that it stands there as; without type, too (contract: zipkin.md §18, P4 and
 * P7). Confined to one thread.
 */
final class JsonValues {
  private static final byte[][] TYPES = {
    Ascii.of("BOOL"),
    Ascii.of("BYTES"),
    Ascii.of("I16"),
    Ascii.of("I32"),
    Ascii.of("I64"),
    Ascii.of("DOUBLE"),
    Ascii.of("STRING")
  };

  private final JsonReader in;
  private final byte[] bytes;
  private int type;
  // What the value begins with; 0 if there is none.
  private int first;
  private int valueAt;
  private int valueLength;

  JsonValues(JsonReader in) {
    this.in = in;
    this.bytes = in.array();
  }

  void clear() {
    type = Tag.STRING;
    first = 0;
    valueAt = 0;
    valueLength = 0;
  }

  void readType() throws DecodeException {
    type = Tag.STRING;
    if (in.skipNull()) {
      return;
    }
    in.readString();
    for (int i = 0; i < TYPES.length; i++) {
      if (in.textIs(TYPES[i])) {
        type = i;
      }
    }
  }

  void readValue() throws DecodeException {
    first = in.peek();
    in.skipValue();
    boolean isText = first != 'n' && first != '{' && first != '[';
    valueAt = isText ? in.textAt() : 0;
    valueLength = isText ? in.textLength() : 0;
  }

  /**
   * Gives the tag what was read.
   *
   * @return false for an object or array, of which no tag can be made; as an address it counts
   */
  boolean set(Tag tag) {
    tag.valueAt = valueAt;
    tag.valueLength = valueLength;
    if (first == '{' || first == '[') {
      return Core.isAddress(Core.of(tag, bytes));
    }
    if (isOfType(tag)) {
      tag.type = type;
    }
    return true;
  }

  private boolean isOfType(Tag tag) {
    boolean isNumber = first == '-' || (first >= '0' && first <= '9');
    return switch (type) {
      case Tag.BOOL -> {
        tag.bits = first == 't' ? 1 : 0;
        yield first == 't' || first == 'f';
      }
      case Tag.I16, Tag.I32, Tag.I64 -> (isNumber || first == '"') && integer(tag);
      case Tag.DOUBLE -> isNumber && number(tag);
      case Tag.BYTES -> first == '"' && base64(tag);
      default -> false;
    };
  }

  private boolean integer(Tag tag) {
    try {
      tag.bits = JsonNumbers.parseLong(bytes, valueAt, valueLength);
      return true;
    } catch (DecodeException e) {
      // stays text
      return false;
    }
  }

  private boolean number(Tag tag) {
    String digits = new String(bytes, valueAt, valueLength, ISO_8859_1);
    tag.bits = Double.doubleToRawLongBits(Double.parseDouble(digits));
    return true;
  }

  /** Decodes where it stands: bytes are fewer than their digits. */
  private boolean base64(Tag tag) {
    try {
      byte[] digits = Arrays.copyOfRange(bytes, valueAt, valueAt + valueLength);
      byte[] decoded = Base64.getDecoder().decode(digits);
      System.arraycopy(decoded, 0, bytes, valueAt, decoded.length);
      tag.valueLength = decoded.length;
      return true;
    } catch (IllegalArgumentException e) {
      // stays text
      return false;
    }
  }
}
