package io.spoor.proto.otlp;

import static io.spoor.proto.otlp.OtlpFields.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonStrings;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;
import java.util.Arrays;
import java.util.Base64;
import java.util.TreeMap;

/**
 * Arrays and lists as the compact JSON that Jaeger makes of them, byte for byte Go's {@code
 * encoding/json}: keys in byte order, the last of equal keys, bytes as base64. Numbers that JSON
 * lacks are strings here; Jaeger loses the whole attribute. Confined to one thread; attributes like
 * these are rare, so it allocates.
 */
final class JsonText {
  private static final byte[] NULL = "null".getBytes(US_ASCII);
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);

  private final byte[] bytes;
  private final WireWriter out = new WireWriter(256);

  /** Writes values that stand in these bytes. */
  JsonText(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Writes an array or a list.
   *
   * @return what holds the text, until the next call
   */
  WireWriter write(Attribute value) throws DecodeException {
    out.truncate(0);
    append(value);
    return out;
  }

  private void append(Attribute value) throws DecodeException {
    switch (value.kind) {
      case STRING_VALUE -> JsonStrings.write(bytes, value.valueAt, value.valueLength, out);
      case BOOL_VALUE -> ascii(value.bits != 0 ? TRUE : FALSE);
      case INT_VALUE -> ascii(Long.toString(value.bits).getBytes(US_ASCII));
      case DOUBLE_VALUE -> ascii(number(Double.longBitsToDouble(value.bits)).getBytes(US_ASCII));
      case ARRAY_VALUE -> array(value);
      case KVLIST_VALUE -> object(value);
      case BYTES_VALUE -> base64(value);
      default -> ascii(NULL);
    }
  }

  // The check has walked the same bytes with the depth limit, so this recursion is bounded.

  private void array(Attribute array) throws DecodeException {
    WireReader in = reader(array);
    Attribute element = new Attribute();
    boolean first = true;
    out.writeByte('[');
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag != VALUES) {
        in.skipUnknown(tag, VALUES_FIELDS);
        continue;
      }
      if (!first) {
        out.writeByte(',');
      }
      first = false;
      element.readValue(in);
      append(element);
    }
    out.writeByte(']');
  }

  private void object(Attribute list) throws DecodeException {
    TreeMap<byte[], Attribute> members = new TreeMap<>(Arrays::compareUnsigned);
    WireReader in = reader(list);
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag != VALUES) {
        in.skipUnknown(tag, VALUES_FIELDS);
        continue;
      }
      Attribute member = new Attribute();
      member.readKeyValue(in);
      byte[] key = Arrays.copyOfRange(bytes, member.keyAt, member.keyAt + member.keyLength);
      members.put(key, member);
    }
    int separator = '{';
    for (Attribute member : members.values()) {
      out.writeByte(separator);
      separator = ',';
      JsonStrings.write(bytes, member.keyAt, member.keyLength, out);
      out.writeByte(':');
      append(member);
    }
    if (members.isEmpty()) {
      out.writeByte('{');
    }
    out.writeByte('}');
  }

  private void base64(Attribute value) {
    byte[] content = Arrays.copyOfRange(bytes, value.valueAt, value.valueAt + value.valueLength);
    out.writeByte('"');
    ascii(Base64.getEncoder().encode(content));
    out.writeByte('"');
  }

  private WireReader reader(Attribute value) {
    return new WireReader(bytes, value.valueAt, value.valueLength);
  }

  private void ascii(byte[] text) {
    out.writeBytes(text, 0, text.length);
  }

  /**
   * As Go writes a float64: no point for whole numbers, an exponent only for very large or small.
   */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return '"' + Double.toString(value) + '"';
    }
    double magnitude = Math.abs(value);
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    java.math.BigDecimal decimal = new java.math.BigDecimal(Double.toString(value));
    decimal = decimal.stripTrailingZeros();
    if (magnitude >= 1e-6 && magnitude < 1e21) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    String sign = value < 0 ? "-" : "";
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return sign
        + digits.charAt(0)
        + fraction
        + "e"
        + (exponent < 0 ? "-" : "+")
        + Math.abs(exponent);
  }
}
