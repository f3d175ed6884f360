package io.spoor.proto.otlp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonNumbers;
import io.spoor.proto.wire.JsonReader;
import io.spoor.proto.wire.WireWriter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Members of OTLP's JSON, each written as a field of protobuf. Confined to one thread. */
final class OtlpJsonValues {
  private final JsonReader in;
  private final WireWriter out;
  private String member = "";

  /** Reads the members of an object that has been entered. */
  interface Members {
    void read() throws DecodeException;
  }

  OtlpJsonValues(JsonReader in, WireWriter out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Goes on to the next member whose value is not null; says whether there is one. Its name is then
   * in camel case, whatever it was sent in.
   */
  boolean nextMember() throws DecodeException {
    while (in.nextMember()) {
      int at = in.textAt();
      int length = in.textLength();
      if (!in.skipNull()) {
        member = OtlpJsonNames.name(in.array(), at, length);
        return true;
      }
    }
    return false;
  }

  /** The name of the member that was read last; empty for one that OTLP does not have. */
  String member() {
    return member;
  }

  void message(int tag, Members members) throws DecodeException {
    int message = begin(tag);
    in.beginObject();
    members.read();
    out.end(message);
  }

  void messages(int tag, Members members) throws DecodeException {
    in.beginArray();
    while (in.nextElement()) {
      if (!in.skipNull()) {
        message(tag, members);
      }
    }
  }

  void text(int tag) throws DecodeException {
    in.readString();
    out.writeField(tag, in.array(), in.textAt(), in.textLength());
  }

  /** Bytes in hexadecimal, of any length. */
  void id(int tag) throws DecodeException {
    in.readString();
    int length = in.textLength();
    if (length % 2 != 0) {
      throw new DecodeException("id of " + length + " hexadecimal digits");
    }
    int field = out.begin(tag);
    for (int at = in.textAt(); at < in.textAt() + length; at += 2) {
      out.writeByte((int) JsonNumbers.parseHex(in.array(), at, 2));
    }
    out.end(field);
  }

  /** Nanoseconds: a number or digits as text, up to 2^64. */
  void time(int tag) throws DecodeException {
    long nanos = in.readUnsignedLong();
    out.writeByte(tag);
    out.writeFixed64(nanos);
  }

  /** One of an enum's names or its number; a name that nobody knows is the first one. */
  void choice(int tag, String prefix, List<String> names) throws DecodeException {
    long number;
    if (in.peek() == '"') {
      in.readString();
      String name = new String(in.array(), in.textAt(), in.textLength(), US_ASCII);
      number =
          name.startsWith(prefix) ? Math.max(names.indexOf(name.substring(prefix.length())), 0) : 0;
    } else {
      number = in.readLong();
    }
    out.writeByte(tag);
    out.writeVarint(number);
  }

  void keyValue() throws DecodeException {
    while (nextMember()) {
      switch (member) {
        case "key" -> text(OtlpFields.KEY);
        case "value" -> message(OtlpFields.VALUE, this::anyValue);
        default -> in.skipValue();
      }
    }
  }

  private void anyValue() throws DecodeException {
    while (nextMember()) {
      switch (member) {
        case "stringValue" -> text(OtlpFields.STRING_VALUE);
        case "boolValue" -> {
          boolean value = in.readBoolean();
          out.writeByte(OtlpFields.BOOL_VALUE);
          out.writeByte(value ? 1 : 0);
        }
        case "intValue" -> {
          long value = in.readLong();
          out.writeByte(OtlpFields.INT_VALUE);
          out.writeVarint(value);
        }
        case "doubleValue" -> {
          double value = readDouble();
          out.writeByte(OtlpFields.DOUBLE_VALUE);
          out.writeFixed64(Double.doubleToRawLongBits(value));
        }
        case "arrayValue" -> message(OtlpFields.ARRAY_VALUE, this::arrayValues);
        case "kvlistValue" -> message(OtlpFields.KVLIST_VALUE, this::listValues);
        case "bytesValue" -> base64(OtlpFields.BYTES_VALUE);
        default -> in.skipValue();
      }
    }
  }

  private void arrayValues() throws DecodeException {
    while (nextMember()) {
      if (member.equals("values")) {
        messages(OtlpFields.VALUES, this::anyValue);
      } else {
        in.skipValue();
      }
    }
  }

  private void listValues() throws DecodeException {
    while (nextMember()) {
      if (member.equals("values")) {
        messages(OtlpFields.VALUES, this::keyValue);
      } else {
        in.skipValue();
      }
    }
  }

  /** A number, or the text of one, or of one that JSON lacks. */
  private double readDouble() throws DecodeException {
    if (in.peek() != '"') {
      in.readNumber();
    } else {
      in.readString();
    }
    String text = new String(in.array(), in.textAt(), in.textLength(), ISO_8859_1);
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> parseDouble(text);
    };
  }

  private static double parseDouble(String text) throws DecodeException {
    // Java would also read "1f", "0x1p3" and blanks.
    if (!text.isEmpty() && text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0)) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        // told below
      }
    }
    throw new DecodeException("not a number");
  }

  /** Standard or for URLs, padded or not. */
  private void base64(int tag) throws DecodeException {
    in.readString();
    byte[] digits = Arrays.copyOfRange(in.array(), in.textAt(), in.textAt() + in.textLength());
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (byte) (digits[i] == '-' ? '+' : digits[i] == '_' ? '/' : digits[i]);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(digits);
      out.writeField(tag, bytes, 0, bytes.length);
    } catch (IllegalArgumentException e) {
      throw new DecodeException("not base64");
    }
  }

  private int begin(int tag) {
    if (tag < 0x80) {
      return out.begin(tag);
    }
    out.writeByte((tag & 0x7f) | 0x80);
    return out.begin(tag >>> 7);
  }
}
