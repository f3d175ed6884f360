package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonNumbers;
import io.spoor.storage.elasticsearch.document.JsonCursor.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Values of tags as they stand in documents, into the model (contract: elasticsearch.md §3.1,
 * §3.2). Where Jaeger fails the whole read because a text is not of the type it says, the tag is
 * the text: nobody is helped by not seeing it.
 */
final class TagValues {
  private static final byte[] STRING = "string".getBytes(US_ASCII);
  private static final byte[] BOOL = "bool".getBytes(US_ASCII);
  private static final byte[] INT64 = "int64".getBytes(US_ASCII);
  private static final byte[] FLOAT64 = "float64".getBytes(US_ASCII);
  private static final byte[] BINARY = "binary".getBytes(US_ASCII);

  private TagValues() {}

  /** Where a text stands in the bytes of a document. */
  static final class Slice {
    int at;
    int length;

    void take(JsonCursor in) {
      at = in.textAt();
      length = in.textLength();
    }

    void clear() {
      at = 0;
      length = 0;
    }

    boolean is(byte[] bytes, byte[] text) {
      return Arrays.equals(bytes, at, at + length, text, 0, text.length);
    }
  }

  /** Adds a tag of a nested array: its type is declared, its value a text or of that type. */
  static void addDeclared(
      SpanBatchBuilder out, byte[] bytes, Slice key, Slice type, Kind kind, Slice value) {
    if (type.is(bytes, BOOL)) {
      Optional<Boolean> bool = bool(bytes, kind, value);
      if (bool.isPresent()) {
        out.boolTag(bytes, key.at, key.length, bool.get());
        return;
      }
    } else if (type.is(bytes, INT64)) {
      OptionalLong number = whole(bytes, value);
      if (number.isPresent()) {
        out.int64Tag(bytes, key.at, key.length, number.getAsLong());
        return;
      }
    } else if (type.is(bytes, FLOAT64)) {
      OptionalDouble number = floating(bytes, value);
      if (number.isPresent()) {
        out.float64Tag(bytes, key.at, key.length, number.getAsDouble());
        return;
      }
    } else if (type.is(bytes, BINARY)) {
      Optional<byte[]> content = binary(bytes, value);
      if (content.isPresent()) {
        out.binaryTag(bytes, key.at, key.length, content.get(), 0, content.get().length);
        return;
      }
    } else if (!type.is(bytes, STRING)) {
      addNative(out, bytes, bytes, key, kind, value);
      return;
    }
    addText(out, bytes, bytes, key, kind, value);
  }

  /** Adds a tag whose type is that of its JSON value. */
  static void addNative(
      SpanBatchBuilder out, byte[] bytes, byte[] keyBytes, Slice key, Kind kind, Slice value) {
    switch (kind) {
      case TRUE -> out.boolTag(keyBytes, key.at, key.length, true);
      case FALSE -> out.boolTag(keyBytes, key.at, key.length, false);
      case NUMBER -> addNumber(out, bytes, keyBytes, key, value);
      case STRING, NULL, OBJECT, ARRAY -> addText(out, bytes, keyBytes, key, kind, value);
    }
  }

  /** A whole number where the text is digits alone, as Jaeger decides it. */
  private static void addNumber(
      SpanBatchBuilder out, byte[] bytes, byte[] keyBytes, Slice key, Slice value) {
    boolean digitsOnly = true;
    for (int i = value.at; i < value.at + value.length; i++) {
      digitsOnly &= (bytes[i] >= '0' && bytes[i] <= '9') || (i == value.at && bytes[i] == '-');
    }
    OptionalLong number = digitsOnly ? whole(bytes, value) : OptionalLong.empty();
    if (number.isPresent()) {
      out.int64Tag(keyBytes, key.at, key.length, number.getAsLong());
      return;
    }
    OptionalDouble floating = floating(bytes, value);
    if (floating.isPresent()) {
      out.float64Tag(keyBytes, key.at, key.length, floating.getAsDouble());
    } else {
      addText(out, bytes, keyBytes, key, Kind.NUMBER, value);
    }
  }

  private static void addText(
      SpanBatchBuilder out, byte[] bytes, byte[] keyBytes, Slice key, Kind kind, Slice value) {
    int length = kind == Kind.NULL ? 0 : value.length;
    out.stringTag(keyBytes, key.at, key.length, bytes, value.at, length);
  }

  private static Optional<Boolean> bool(byte[] bytes, Kind kind, Slice value) {
    return switch (kind) {
      case TRUE -> Optional.of(true);
      case FALSE -> Optional.of(false);
      case STRING ->
          switch (ascii(bytes, value)) {
            // As Go's strconv.ParseBool.
            case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
            case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
            default -> Optional.empty();
          };
      case NUMBER, NULL, OBJECT, ARRAY -> Optional.empty();
    };
  }

  private static OptionalLong whole(byte[] bytes, Slice value) {
    int from = value.length > 1 && bytes[value.at] == '+' ? 1 : 0;
    try {
      return value.length == 0
          ? OptionalLong.empty()
          : OptionalLong.of(JsonNumbers.parseLong(bytes, value.at + from, value.length - from));
    } catch (DecodeException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalDouble floating(byte[] bytes, Slice value) {
    String text = ascii(bytes, value);
    switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> {
        return OptionalDouble.of(Double.NaN);
      }
      case "inf", "+inf", "infinity", "+infinity" -> {
        return OptionalDouble.of(Double.POSITIVE_INFINITY);
      }
      case "-inf", "-infinity" -> {
        return OptionalDouble.of(Double.NEGATIVE_INFINITY);
      }
      default -> {
        // Java takes suffixes, blanks and hexadecimal digits that are no number here.
        boolean isDecimal =
            !text.isEmpty()
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
        try {
          return isDecimal ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
          return OptionalDouble.empty();
        }
      }
    }
  }

  private static Optional<byte[]> binary(byte[] bytes, Slice value) {
    if (value.length % 2 != 0) {
      return Optional.empty();
    }
    byte[] content = new byte[value.length / 2];
    for (int i = 0; i < content.length; i++) {
      int high = JsonNumbers.hexDigit(bytes[value.at + 2 * i]);
      int low = JsonNumbers.hexDigit(bytes[value.at + 2 * i + 1]);
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      content[i] = (byte) (high << 4 | low);
    }
    return Optional.of(content);
  }

  /** Numbers and words are short: what is longer is none of them. */
  private static String ascii(byte[] bytes, Slice value) {
    return new String(bytes, value.at, Math.min(value.length, 400), ISO_8859_1);
  }
}
