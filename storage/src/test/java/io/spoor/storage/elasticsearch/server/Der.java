package io.spoor.storage.elasticsearch.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few ASN.1 forms that a certificate is made of. */
final class Der {
  static final byte[] NULL = {0x05, 0x00};
  static final byte[] TRUE = {0x01, 0x01, (byte) 0xff};

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(0x31, parts);
  }

  static byte[] explicit(int tag, byte[] content) {
    return tagged(0xa0 | tag, content);
  }

  static byte[] integer(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  static byte[] octets(byte[] content) {
    return tagged(0x04, content);
  }

  static byte[] bits(byte[] content) {
    return tagged(0x03, new byte[] {0}, content);
  }

  static byte[] utf8(String text) {
    return tagged(0x0c, text.getBytes(UTF_8));
  }

  /** GeneralizedTime. */
  static byte[] time(Instant instant) {
    return tagged(0x18, TIME.format(instant).getBytes(US_ASCII));
  }

  /** A host name among a certificate's alternative names. */
  static byte[] dns(String host) {
    return tagged(0x82, host.getBytes(US_ASCII));
  }

  /** An IP address among a certificate's alternative names. */
  static byte[] address(byte[] address) {
    return tagged(0x87, address);
  }

  static byte[] oid(int... arcs) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(arcs[0] * 40 + arcs[1]);
    for (int i = 2; i < arcs.length; i++) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arcs[i] >>> shift != 0) {
          out.write(0x80 | ((arcs[i] >>> shift) & 0x7f));
        }
      }
      out.write(arcs[i] & 0x7f);
    }
    return tagged(0x06, out.toByteArray());
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >>> 8);
      out.write(length);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
