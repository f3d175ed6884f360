package io.spoor.app.selftrace;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.app.traffic.GeneratedSpan;
import io.spoor.app.traffic.GeneratedTrace;
import io.spoor.app.traffic.Tag;
import io.spoor.query.http.RequestObserver;
import io.spoor.storage.SpanWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Makes spans of what Spoor does and hands them on. */
public final class SelfTracing implements RequestObserver {
  private final OwnSpans spans;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;

  private SelfTracing(OwnSpans spans, Clock clock, LongSupplier nanoTime, RandomGenerator random) {
    this.spans = spans;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /**
   * Starts to send.
   *
   * @param endpoint where OTLP over HTTP is taken, with its path
   * @param role in the service's name: {@code spoor-query}
   * @param random of any thread
   */
  public static SelfTracing start(
      Vertx vertx,
      URI endpoint,
      String role,
      MeterRegistry registry,
      Clock clock,
      LongSupplier nanoTime,
      RandomGenerator random) {
    OwnSpans spans = new OwnSpans(vertx, endpoint, TracedWriter.OWN_SERVICES + role, registry);
    spans.start();
    return new SelfTracing(spans, clock, nanoTime, random);
  }

  /** Sends the rest. */
  public Future<Void> stop() {
    return spans.stop();
  }

  /** A writer that makes a span of a write now and then. */
  public SpanWriter around(SpanWriter writer) {
    return new TracedWriter(writer, this, nanoTime);
  }

  @Override
  public IntConsumer begin(HttpServerRequest request) {
    Optional<Traceparent> parent =
        Optional.ofNullable(request.getHeader("traceparent")).flatMap(Traceparent::parse);
    List<Tag> tags = new ArrayList<>();
    tags.add(new Tag.Text("http.request.method", request.method().name()));
    tags.add(new Tag.Text("url.path", String.valueOf(request.path())));
    if (request.query() != null) {
      tags.add(new Tag.Text("url.query", request.query()));
    }
    Running running = begin(parent, request.method().name(), "server", tags);
    if (String.valueOf(request.path()).startsWith("/api")) {
      request.response().putHeader("traceresponse", running.context().toString());
    }
    return status -> running.end(status >= 500, new Tag.Whole("http.response.status_code", status));
  }

  Running begin(Optional<Traceparent> parent, String operation, String kind, List<Tag> tags) {
    long high = parent.map(Traceparent::traceHigh).orElseGet(random::nextLong);
    long low =
        parent.map(Traceparent::traceLow).orElseGet(() -> random.nextLong(1, Long.MAX_VALUE));
    Instant now = clock.instant();
    return new Running(
        new Traceparent(high, low, random.nextLong(1, Long.MAX_VALUE), true),
        parent.map(Traceparent::spanId).orElse(0L),
        operation,
        kind,
        tags,
        now.getEpochSecond() * 1_000_000_000L + now.getNano(),
        nanoTime.getAsLong());
  }

  /** A span that has not ended. */
  final class Running {
    private final Traceparent context;
    private final long parentId;
    private final String operation;
    private final String kind;
    private final List<Tag> tags;
    private final long startNanos;
    private final long since;

    private Running(
        Traceparent context,
        long parentId,
        String operation,
        String kind,
        List<Tag> tags,
        long startNanos,
        long since) {
      this.context = context;
      this.parentId = parentId;
      this.operation = operation;
      this.kind = kind;
      this.tags = tags;
      this.startNanos = startNanos;
      this.since = since;
    }

    Traceparent context() {
      return context;
    }

    void end(boolean isError, Tag last) {
      List<Tag> all = new ArrayList<>(tags);
      all.add(last);
      spans.add(
          new GeneratedSpan(
              new GeneratedTrace(context.traceHigh(), context.traceLow()),
              context.spanId(),
              parentId,
              operation,
              kind,
              isError,
              startNanos,
              nanoTime.getAsLong() - since,
              all,
              List.of()));
    }
  }
}
