package io.spoor.app.verify;

import io.spoor.app.traffic.Protocol;
import java.time.Duration;
import java.util.Locale;

/**
 * What became of one canary.
 *
 * @param answered from sending to the collector's answer
 * @param shown from that answer until the API showed the whole trace; zero if it never did
 * @param detail why not, if so
 */
record Finding(
    Protocol protocol,
    String traceId,
    Outcome outcome,
    Duration answered,
    Duration shown,
    String detail) {

  boolean isFound() {
    return outcome == Outcome.FOUND;
  }

  /** One line for people. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-13s %-10s answered after %8.1f ms, %s  trace %s%s",
        protocol,
        outcome.label(),
        answered.toNanos() / 1e6,
        isFound()
            ? String.format(Locale.ROOT, "shown %8.1f ms later", shown.toNanos() / 1e6)
            : "not shown as sent",
        traceId,
        detail.isEmpty() ? "" : " (" + detail + ")");
  }
}
