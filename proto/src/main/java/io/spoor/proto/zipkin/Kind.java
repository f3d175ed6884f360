package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;

/** Which end of a call or of a queue a span is; in the order of the protobuf enum. */
@SuppressWarnings(
    "ImmutableEnumChecker") // nobody outside sees the arrays, nobody inside writes them
enum Kind {
  NONE,
  CLIENT,
  SERVER,
  PRODUCER,
  CONSUMER;

  private static final Kind[] ALL = values();

  /** As Zipkin's JSON has it. */
  final byte[] json = name().getBytes(US_ASCII);

  /** The value of Jaeger's tag {@code span.kind}. */
  final byte[] tag = name().toLowerCase(Locale.ROOT).getBytes(US_ASCII);

  /** The kind with that number; none for a number nobody knows. */
  static Kind ofNumber(long number) {
    return number > 0 && number < ALL.length ? ALL[(int) number] : NONE;
  }

  /** The kind with that JSON name; none for a name nobody knows. */
  static Kind ofJson(byte[] bytes, int at, int length) {
    for (int i = 1; i < ALL.length; i++) {
      if (Ascii.equals(bytes, at, length, ALL[i].json)) {
        return ALL[i];
      }
    }
    return NONE;
  }
}
