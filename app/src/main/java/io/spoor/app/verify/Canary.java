package io.spoor.app.verify;

import io.spoor.app.traffic.Batch;
import io.spoor.app.traffic.GeneratedService;
import io.spoor.app.traffic.GeneratedSpan;
import io.spoor.app.traffic.GeneratedTrace;
import io.spoor.app.traffic.Protocol;
import io.spoor.app.traffic.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A small trace that only {@code verify} sends: known to the last attribute. */
final class Canary {
  static final String SERVICE = "spoor-verify";

  /** Text of the tag that is compared: more than one byte a letter, and what JSON escapes. */
  static final String TEXT_KEY = "canary.text";

  private static final int SPANS = 3;
  private static final long SPAN_NANOS = 1_000_000;

  private final Protocol protocol;
  private final GeneratedTrace trace;
  private final List<GeneratedSpan> spans = new ArrayList<>();
  private final String text;

  /**
   * @param nowNanos since the epoch
   */
  Canary(Protocol protocol, RandomGenerator random, long nowNanos) {
    this.protocol = protocol;
    this.trace = new GeneratedTrace(random.nextLong(), random.nextLong(1, Long.MAX_VALUE));
    this.text = "fährte \"" + trace.id() + "\" \u2713";
    long root = 0;
    for (int i = 0; i < SPANS; i++) {
      long id = random.nextLong(1, Long.MAX_VALUE);
      spans.add(
          new GeneratedSpan(
              trace,
              id,
              root,
              "canary " + i,
              i == 0 ? "server" : "client",
              false,
              nowNanos - (SPANS - i) * SPAN_NANOS,
              SPAN_NANOS,
              List.of(
                  new Tag.Text("canary.protocol", protocol.toString()),
                  new Tag.Text(TEXT_KEY, text)),
              List.of()));
      root = root == 0 ? id : root;
    }
  }

  Protocol protocol() {
    return protocol;
  }

  String traceId() {
    return trace.id();
  }

  /** The body of a request with all of it. */
  byte[] body() {
    return protocol
        .encoding()
        .encode(new Batch(new GeneratedService(SERVICE, List.of(), List.of()), spans));
  }

  /** What the API must show. */
  List<ShownSpan> asShown() {
    return spans.stream()
        .map(
            span ->
                new ShownSpan(
                    hex(span.spanId()),
                    span.parentId() == 0 ? "" : hex(span.parentId()),
                    SERVICE,
                    span.operation(),
                    span.startNanos() / 1000,
                    span.durationNanos() / 1000,
                    text))
        .toList();
  }

  /** What is shown and was never sent so: none if all that can be wrong is that spans lack. */
  List<String> differences(List<ShownSpan> shown) {
    List<ShownSpan> sent = asShown();
    return shown.stream()
        .filter(span -> !sent.contains(span))
        .map(span -> "was never sent: " + span)
        .toList();
  }

  /** Whether each span is there, once or more often. */
  boolean isWhole(List<ShownSpan> shown) {
    return shown.stream().map(ShownSpan::spanId).distinct().count() >= SPANS;
  }

  /** Whether no span is there more than once. */
  boolean isOnce(List<ShownSpan> shown) {
    return shown.stream().map(ShownSpan::spanId).distinct().count() == shown.size();
  }

  private static String hex(long id) {
    return String.format("%016x", id);
  }
}
