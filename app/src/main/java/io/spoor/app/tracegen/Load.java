package io.spoor.app.tracegen;

import io.spoor.app.traffic.Batch;
import io.spoor.app.traffic.Encoding;
import io.spoor.app.traffic.GeneratedService;
import io.spoor.app.traffic.GeneratedSpan;
import io.spoor.app.traffic.Sender;
import io.spoor.app.traffic.TraceSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The generator thread's work: makes traces at the asked rate, lets each service gather its spans,
 * and sends a batch when it is full or a second old. With a rate it is an open loop: when answers
 * are late it still sends, up to the bound of requests in flight, and latencies count from when a
 * batch was due.
 */
final class Load {
  private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE_SECONDS = 30;

  private final TraceGenOptions options;
  private final Sender sender;
  private final Tally tally;
  private final TraceSource source;
  private final Encoding encoding;
  private final Semaphore inFlight;
  private final Map<GeneratedService, List<GeneratedSpan>> gathered = new LinkedHashMap<>();
  private final long startNanos = System.nanoTime();
  private volatile boolean stopped;
  // Written by the generator thread only.
  private volatile int made;

  Load(TraceGenOptions options, TraceSource source, Sender sender, Tally tally) {
    this.options = options;
    this.sender = sender;
    this.tally = tally;
    this.source = source;
    this.encoding = options.protocol().encoding();
    this.inFlight = new Semaphore(options.inFlight());
    source.services().forEach(service -> gathered.put(service, new ArrayList<>()));
  }

  /** Any thread: no more traces. */
  void stop() {
    stopped = true;
  }

  /** Any thread: how much is done, 0 to 1, if that can be told. */
  OptionalDouble fraction() {
    double fraction = 0;
    if (options.traces() > 0) {
      fraction = made / (double) options.traces();
    }
    if (!options.duration().isZero()) {
      double elapsed = System.nanoTime() - startNanos;
      fraction = Math.max(fraction, elapsed / options.duration().toNanos());
    }
    return options.traces() > 0 || !options.duration().isZero()
        ? OptionalDouble.of(fraction)
        : OptionalDouble.empty();
  }

  /** Returns when every request is answered, or nobody answers any more. */
  void run() throws InterruptedException {
    long start = System.nanoTime();
    long flushed = start;
    long spans = 0;
    for (int traces = 0; !isDone(traces, start); traces++) {
      if (options.spansPerSecond() > 0) {
        long due = start + spans * TimeUnit.SECONDS.toNanos(1) / options.spansPerSecond();
        long early = due - System.nanoTime();
        if (early > 0) {
          TimeUnit.NANOSECONDS.sleep(early);
        }
      }
      made = traces + 1;
      for (TraceSource.Sent sent : source.trace(nowNanos())) {
        List<GeneratedSpan> own = gathered.get(sent.service());
        own.add(sent.span());
        spans++;
        if (own.size() == options.batchSpans()) {
          send(sent.service());
        }
      }
      if (System.nanoTime() - flushed > FLUSH_NANOS) {
        flush();
        flushed = System.nanoTime();
      }
    }
    flush();
    inFlight.tryAcquire(options.inFlight(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    tally.finished(System.nanoTime() - start);
  }

  private boolean isDone(int traces, long start) {
    return stopped
        || (options.traces() > 0 && traces >= options.traces())
        || (!options.duration().isZero()
            && System.nanoTime() - start >= options.duration().toNanos());
  }

  private void flush() throws InterruptedException {
    for (Map.Entry<GeneratedService, List<GeneratedSpan>> entry : gathered.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        send(entry.getKey());
      }
    }
  }

  private void send(GeneratedService service) throws InterruptedException {
    List<GeneratedSpan> spans = gathered.put(service, new ArrayList<>());
    byte[] body = encoding.encode(new Batch(service, spans));
    long due = System.nanoTime();
    inFlight.acquire();
    tally.sent(spans.size(), body.length);
    sender
        .send(body)
        .onComplete(
            reply -> {
              tally.answered(spans, reply, System.nanoTime() - due);
              inFlight.release();
            },
            failure -> {
              tally.failed(spans.size(), failure);
              inFlight.release();
            });
  }

  private static long nowNanos() {
    return System.currentTimeMillis() * 1_000_000;
  }
}
