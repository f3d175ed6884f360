package io.spoor.app.selftrace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code traceparent} of W3C Trace Context, version 00.
 *
 * @param isSampled whether whoever sent it keeps the trace
 */
record Traceparent(long traceHigh, long traceLow, long spanId, boolean isSampled) {
  private static final Pattern FORM =
      Pattern.compile("00-([0-9a-f]{16})([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{2})");

  /** Empty if it is none, or one with an id of zeros. */
  static Optional<Traceparent> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long high = Long.parseUnsignedLong(matcher.group(1), 16);
    long low = Long.parseUnsignedLong(matcher.group(2), 16);
    long span = Long.parseUnsignedLong(matcher.group(3), 16);
    boolean sampled = (Integer.parseInt(matcher.group(4), 16) & 1) == 1;
    return (high | low) == 0 || span == 0
        ? Optional.empty()
        : Optional.of(new Traceparent(high, low, span, sampled));
  }

  @Override
  public String toString() {
    return String.format(
        "00-%016x%016x-%016x-%s", traceHigh, traceLow, spanId, isSampled ? "01" : "00");
  }
}
