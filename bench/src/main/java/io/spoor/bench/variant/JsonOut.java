package io.spoor.bench.variant;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.spoor.proto.wire.JsonStrings;
import io.spoor.proto.wire.WireWriter;

/** Documents like those of Jaeger's Elasticsearch store; the same for every way there. */
final class JsonOut {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  private final WireWriter out = new WireWriter(1 << 20);
  private final byte[] digits = new byte[20];
  private byte[] scratch = new byte[1024];

  WireWriter out() {
    return out;
  }

  JsonOut raw(byte[] text) {
    out.writeBytes(text, 0, text.length);
    return this;
  }

  JsonOut text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    JsonStrings.write(bytes, 0, bytes.length, out);
    return this;
  }

  JsonOut text(ByteString text) {
    int size = text.size();
    if (scratch.length < size) {
      scratch = new byte[size * 2];
    }
    text.copyTo(scratch, 0);
    JsonStrings.write(scratch, 0, size, out);
    return this;
  }

  JsonOut text(byte[] bytes, int offset, int length) {
    JsonStrings.write(bytes, offset, length, out);
    return this;
  }

  JsonOut hex(ByteString id) {
    id.copyTo(scratch, 0);
    return hex(scratch, 0, id.size());
  }

  JsonOut hex(byte[] bytes, int offset, int length) {
    out.writeByte('"');
    for (int i = 0; i < length; i++) {
      out.writeByte(HEX[bytes[offset + i] >> 4 & 0xf]);
      out.writeByte(HEX[bytes[offset + i] & 0xf]);
    }
    out.writeByte('"');
    return this;
  }

  JsonOut number(long value) {
    if (value < 0) {
      out.writeByte('-');
    }
    long rest = Math.abs(value);
    int at = digits.length;
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    out.writeBytes(digits, at, digits.length - at);
    return this;
  }

  /** Takes the comma behind the last element away and closes the list. */
  JsonOut endList() {
    if (out.array()[out.size() - 1] == ',') {
      out.truncate(out.size() - 1);
    }
    out.writeByte(']');
    return this;
  }
}
