package io.spoor.app.tracegen;

import io.spoor.app.traffic.GeneratedSpan;
import io.spoor.app.traffic.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What was sent and what became of it. The generator thread and the event loop share it. */
final class Tally {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Histogram latencies = new Histogram(3);
  private final List<String> acknowledgedTraces = new ArrayList<>();
  private long sentSpans;
  private long sentBytes;
  private long sentRequests;
  private long acknowledgedSpans;
  private long refusedSpans;
  private long unconfirmedSpans;
  private long failedSpans;
  private String lastFailure = "";
  private long elapsedNanos;

  synchronized void sent(int spans, int bytes) {
    sentSpans += spans;
    sentBytes += bytes;
    sentRequests++;
  }

  synchronized void answered(List<GeneratedSpan> spans, Sender.Reply reply, long nanos) {
    switch (reply) {
      case ACKNOWLEDGED -> {
        acknowledgedSpans += spans.size();
        latencies.recordValue(nanos);
        for (GeneratedSpan span : spans) {
          if (span.trace().acknowledge()) {
            acknowledgedTraces.add(span.trace().id());
          }
        }
      }
      case REFUSED -> refusedSpans += spans.size();
      case UNCONFIRMED -> unconfirmedSpans += spans.size();
    }
  }

  synchronized void failed(int spans, Throwable failure) {
    failedSpans += spans;
    lastFailure = String.valueOf(failure.getMessage());
  }

  synchronized void finished(long nanos) {
    elapsedNanos = nanos;
  }

  /** Whether anything got through, as far as can be known. */
  synchronized boolean hasSuccess() {
    return acknowledgedSpans > 0 || unconfirmedSpans > 0;
  }

  /** Ids of the traces of which every span was acknowledged. */
  synchronized List<String> acknowledgedTraces() {
    return List.copyOf(acknowledgedTraces);
  }

  /** Spans so far. */
  record SoFar(long sent, long refused, long failed) {}

  synchronized SoFar progress() {
    return new SoFar(sentSpans, refusedSpans, failedSpans);
  }

  synchronized String report() {
    double seconds = elapsedNanos / 1e9;
    StringBuilder text = new StringBuilder();
    line(
        text,
        "sent          %,d spans in %,d requests, %,d bytes (%.0f a span), %.1f s, %,.0f spans/s",
        sentSpans,
        sentRequests,
        sentBytes,
        sentBytes / (double) Math.max(1, sentSpans),
        seconds,
        sentSpans / seconds);
    line(
        text,
        "acknowledged  %,d spans, %,d whole traces",
        acknowledgedSpans,
        acknowledgedTraces.size());
    if (unconfirmedSpans > 0) {
      line(text, "unconfirmed   %,d spans: this protocol has no answers", unconfirmedSpans);
    }
    line(text, "refused       %,d spans", refusedSpans);
    line(
        text,
        "unanswered    %,d spans%s",
        failedSpans,
        lastFailure.isEmpty() ? "" : " (last: " + lastFailure + ")");
    if (acknowledgedSpans > 0) {
      line(
          text,
          "latency       p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, max %.2f ms",
          millis(50),
          millis(90),
          millis(99),
          latencies.getMaxValue() / NANOS_PER_MILLI);
    }
    return text.toString();
  }

  private double millis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
