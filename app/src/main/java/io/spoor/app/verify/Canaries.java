package io.spoor.app.verify;

import io.spoor.app.traffic.Protocol;
import io.spoor.app.traffic.Sender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Sends canaries and looks for them. One event loop. */
final class Canaries {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Vertx vertx;
  private final QueryApi query;
  private final Map<Protocol, Sender> senders = new EnumMap<>(Protocol.class);
  private final Duration patience;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;

  /** Reads the credentials. Blocks. */
  Canaries(
      Vertx vertx,
      VerifyOptions options,
      Clock clock,
      LongSupplier nanoTime,
      RandomGenerator random)
      throws InterruptedException {
    this.vertx = vertx;
    this.query = new QueryApi(vertx, options.query(), options.queryHeaders());
    Map<String, String> headers = options.headers();
    options
        .targets()
        .forEach(
            (protocol, target) ->
                senders.put(protocol, protocol.sender(vertx, target, 1, headers)));
    this.patience = options.timeout();
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** One canary by each protocol; completes when the last of them is found or given up. */
  Future<List<Finding>> round() {
    List<Future<Finding>> findings = new ArrayList<>();
    senders.forEach((protocol, sender) -> findings.add(send(protocol, sender)));
    return Future.all(findings).map(all -> all.<Finding>list());
  }

  private Future<Finding> send(Protocol protocol, Sender sender) {
    Instant now = clock.instant();
    Canary canary =
        new Canary(protocol, random, now.getEpochSecond() * 1_000_000_000L + now.getNano());
    long sent = nanoTime.getAsLong();
    return sender
        .send(canary.body())
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .compose(
            reply -> {
              long answered = nanoTime.getAsLong();
              Search search = new Search(canary, Duration.ofNanos(answered - sent), answered);
              return reply == Sender.Reply.REFUSED
                  ? Future.succeededFuture(search.finding(Outcome.REFUSED, ""))
                  : search.look();
            },
            failure ->
                Future.succeededFuture(
                    new Finding(
                        protocol,
                        canary.traceId(),
                        Outcome.UNANSWERED,
                        Duration.ofNanos(nanoTime.getAsLong() - sent),
                        Duration.ZERO,
                        String.valueOf(failure.getMessage()))));
  }

  /** Asks again and again until the canary is there or patience is at its end. */
  private final class Search {
    private final Canary canary;
    private final Duration answered;
    private final long since;

    Search(Canary canary, Duration answered, long since) {
      this.canary = canary;
      this.answered = answered;
      this.since = since;
    }

    Future<Finding> look() {
      return query
          .trace(canary.traceId())
          .compose(
              this::judge,
              failure ->
                  isLate()
                      ? Future.succeededFuture(
                          finding(Outcome.UNREADABLE, String.valueOf(failure.getMessage())))
                      : again());
    }

    private Future<Finding> judge(List<ShownSpan> shown) {
      List<String> differences = canary.differences(shown);
      if (!differences.isEmpty()) {
        return Future.succeededFuture(finding(Outcome.CHANGED, differences.get(0)));
      }
      if (!canary.isOnce(shown)) {
        return Future.succeededFuture(finding(Outcome.TWICE, ""));
      }
      if (canary.isWhole(shown)) {
        return Future.succeededFuture(finding(Outcome.FOUND, ""));
      }
      return isLate()
          ? Future.succeededFuture(
              finding(Outcome.LOST, shown.size() + " spans after " + patience.toSeconds() + " s"))
          : again();
    }

    private Future<Finding> again() {
      return vertx.timer(PAUSE.toMillis()).compose(due -> look());
    }

    private boolean isLate() {
      return nanoTime.getAsLong() - since > patience.toNanos();
    }

    Finding finding(Outcome outcome, String detail) {
      return new Finding(
          canary.protocol(),
          canary.traceId(),
          outcome,
          answered,
          Duration.ofNanos(outcome == Outcome.FOUND ? nanoTime.getAsLong() - since : 0),
          detail);
    }
  }
}
