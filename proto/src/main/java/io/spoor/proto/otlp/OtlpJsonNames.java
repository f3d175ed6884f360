package io.spoor.proto.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;

/**
 * The members that OTLP has, found without making a text of what was sent. Immutable; any thread.
 */
final class OtlpJsonNames {
  private static final String[] ALL = {
    "arrayValue",
    "attributes",
    "boolValue",
    "bytesValue",
    "code",
    "doubleValue",
    "endTimeUnixNano",
    "events",
    "instrumentationLibrary",
    "instrumentationLibrarySpans",
    "intValue",
    "key",
    "kind",
    "kvlistValue",
    "links",
    "message",
    "name",
    "parentSpanId",
    "resource",
    "resourceSpans",
    "scope",
    "scopeSpans",
    "spanId",
    "spans",
    "startTimeUnixNano",
    "status",
    "stringValue",
    "timeUnixNano",
    "traceId",
    "traceState",
    "value",
    "values",
    "version"
  };
  private static final int SLOTS = 256;
  private static final byte[] FREE = {};
  private static final byte[][] KEYS = new byte[SLOTS][];
  private static final String[] NAMES = new String[SLOTS];

  static {
    Arrays.fill(KEYS, FREE);
    for (String name : ALL) {
      put(name.getBytes(US_ASCII), name);
      byte[] snake = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT).getBytes(US_ASCII);
      if (snake.length != name.length()) {
        put(snake, name);
      }
    }
  }

  private OtlpJsonNames() {}

  private static void put(byte[] key, String name) {
    int slot = slot(key, 0, key.length);
    while (KEYS[slot] != FREE) {
      slot = (slot + 1) % SLOTS;
    }
    KEYS[slot] = key;
    NAMES[slot] = name;
  }

  /** The member's name in camel case; empty for one that OTLP does not have. */
  static String name(byte[] bytes, int at, int length) {
    for (int slot = slot(bytes, at, length); KEYS[slot] != FREE; slot = (slot + 1) % SLOTS) {
      byte[] key = KEYS[slot];
      if (key.length == length && Arrays.equals(key, 0, length, bytes, at, at + length)) {
        return NAMES[slot];
      }
    }
    return "";
  }

  private static int slot(byte[] bytes, int at, int length) {
    if (length == 0) {
      return 0;
    }
    int hash = length * 31 + bytes[at] * 7 + bytes[at + length - 1] * 17 + bytes[at + length / 2];
    return hash & (SLOTS - 1);
  }
}
