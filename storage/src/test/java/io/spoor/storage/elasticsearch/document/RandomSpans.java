package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.SpanBatchBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/** Tags of every kind, written to a builder and remembered. */
final class RandomSpans {
  private static final String[] KEYS = {
    "http.method",
    "http.status_code",
    "span.kind",
    "error",
    "hostname",
    "a",
    "a.b",
    "a@b",
    "",
    " ",
    ".",
    ".a",
    "a.",
    "a..b",
    "@",
    "ключ",
    "k\"\\\u0001",
    "k".repeat(300)
  };
  private static final String[] TEXTS = {
    "",
    "GET",
    "server",
    "2024-01-01",
    "quote \" backslash \\ slash / \b\f\n\r\t\u0000\u001f\u007f",
    "grüße, 世界 \ud83d\ude80 \u2028\u2029\ufffd <&>",
    "eight ch",
    "\"",
    "y".repeat(700),
    "z\\".repeat(20)
  };
  private static final double[] FLOATS = {
    0,
    -0.0,
    1,
    3,
    -17,
    12.5,
    1e9,
    1e10,
    1e21,
    -1e21,
    1e-7,
    0.1,
    123456789.123456,
    1.0 / 3,
    1e300,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    9007199254740992.0,
    1234567890,
    12345678901.0
  };

  private RandomSpans() {}

  /** A tag as it must come back. */
  record Tag(String key, String type, Object value) {}

  static List<Tag> tags(Random random, int atMost, SpanBatchBuilder builder) {
    List<Tag> tags = new ArrayList<>();
    for (int i = random.nextInt(atMost + 1); i > 0; i--) {
      tags.add(tag(random, builder));
    }
    return tags;
  }

  private static Tag tag(Random random, SpanBatchBuilder builder) {
    String key = KEYS[random.nextInt(KEYS.length)];
    byte[] name = key.getBytes(UTF_8);
    switch (random.nextInt(6)) {
      case 0 -> {
        boolean value = random.nextBoolean();
        builder.boolTag(name, 0, name.length, value);
        return new Tag(key, "bool", value);
      }
      case 1 -> {
        long value = random.nextBoolean() ? random.nextLong() : random.nextInt(500) - 100;
        builder.int64Tag(name, 0, name.length, value);
        return new Tag(key, "int64", value);
      }
      case 2 -> {
        double value =
            random.nextInt(3) == 0
                ? Double.longBitsToDouble(random.nextLong())
                : FLOATS[random.nextInt(FLOATS.length)];
        builder.float64Tag(name, 0, name.length, value);
        // Every NaN is one.
        return new Tag(key, "float64", Double.isNaN(value) ? Double.NaN : value);
      }
      case 3 -> {
        byte[] value = new byte[random.nextInt(5)];
        random.nextBytes(value);
        builder.binaryTag(name, 0, name.length, value, 0, value.length);
        return new Tag(key, "binary", hex(value));
      }
      default -> {
        String value = text(random);
        byte[] bytes = value.getBytes(UTF_8);
        builder.stringTag(name, 0, name.length, bytes, 0, bytes.length);
        return new Tag(key, "string", value);
      }
    }
  }

  static String text(Random random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  /** Hands the text's bytes to one of the builder's methods. */
  static void put(String text, BiConsumer<byte[], Integer> method) {
    byte[] bytes = text.getBytes(UTF_8);
    method.accept(bytes, bytes.length);
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(String.format("%02x", b & 0xff));
    }
    return text.toString();
  }
}
