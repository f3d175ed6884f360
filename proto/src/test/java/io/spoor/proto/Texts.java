package io.spoor.proto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Random;

/** Text of every kind, and the slow way to repair it. */
public final class Texts {
  private static final String[] TEXTS = {
    "",
    "a",
    "http.method",
    "service.name",
    "event",
    "opentracing.ref_type",
    "GET /api/traces/{id}",
    "grüße, 世界 \ud83d\ude80",
    "<b>&amp;</b> \"quoted\\\" \n\r\t\u0000\u001f\u007f \u2028\u2029\ufffd",
    "x".repeat(127),
    "y".repeat(128),
    "z".repeat(300)
  };

  private Texts() {}

  public static String valid(Random random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  /** One in four is not UTF-8. */
  public static ByteString any(Random random) {
    byte[] bytes = valid(random).getBytes(UTF_8);
    if (random.nextInt(4) == 0) {
      for (int flips = 1 + random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) (0x80 | random.nextInt(128));
      }
    }
    return ByteString.copyFrom(bytes);
  }

  /** U+FFFD for each byte that starts no character: tries every length, strictly. */
  public static ByteString repaired(ByteString text) {
    byte[] bytes = text.toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (at < bytes.length) {
      int length = characterAt(bytes, at);
      if (length > 0) {
        out.write(bytes, at, length);
      } else {
        out.writeBytes("\ufffd".getBytes(UTF_8));
      }
      at += Math.max(length, 1);
    }
    return ByteString.copyFrom(out.toByteArray());
  }

  private static int characterAt(byte[] bytes, int at) {
    for (int length = 1; length <= 4 && at + length <= bytes.length; length++) {
      try {
        CharSequence decoded =
            UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes, at, length));
        if (decoded.codePoints().count() == 1) {
          return length;
        }
      } catch (CharacterCodingException e) {
        // a longer one may do
      }
    }
    return 0;
  }
}
