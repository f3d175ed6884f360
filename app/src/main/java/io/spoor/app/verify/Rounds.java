package io.spoor.app.verify;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Rounds of canaries, one after the other. One event loop, but for {@link #state}. */
final class Rounds {
  private final Vertx vertx;
  private final Canaries canaries;
  private final Duration interval;
  private final Consumer<Finding> judge;
  private final VerifyMetrics metrics;
  private final Clock clock;
  private volatile String trouble = "no round is complete yet";
  private volatile boolean stopped;

  Rounds(
      Vertx vertx,
      Canaries canaries,
      Duration interval,
      Consumer<Finding> judge,
      VerifyMetrics metrics,
      Clock clock) {
    this.vertx = vertx;
    this.canaries = canaries;
    this.interval = interval;
    this.judge = judge;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Goes on until stopped; a round that takes longer than the interval delays the next. */
  void start() {
    if (stopped) {
      return;
    }
    Future<?> pause = vertx.timer(interval.toMillis());
    canaries
        .round()
        .onSuccess(this::tell)
        .onFailure(failure -> trouble = String.valueOf(failure.getMessage()))
        .eventually(() -> pause)
        .onComplete(done -> start());
  }

  Future<Void> stop() {
    stopped = true;
    return Future.succeededFuture();
  }

  /** Fails with what was wrong in the last round. Any thread. */
  Future<Void> state() {
    String wrong = trouble;
    return wrong.isEmpty() ? Future.succeededFuture() : Future.failedFuture(wrong);
  }

  private void tell(List<Finding> findings) {
    long now = clock.instant().getEpochSecond();
    findings.forEach(finding -> metrics.found(finding, now));
    findings.forEach(judge);
    trouble =
        findings.stream()
            .filter(finding -> !finding.isFound())
            .map(Finding::line)
            .findFirst()
            .orElse("");
  }
}
