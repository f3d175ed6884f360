package io.spoor.storage.embedded;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the store tells about itself: {@code spoor.embedded.*}. */
final class EmbeddedMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMetrics.class);

  /** Jaeger's (contract: collector.md §9.2). */
  private static final Duration[] BUCKETS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Counter spans;
  private final Counter chunks;
  private final Counter commitFailures;
  private final Counter refusedReads;
  private final Timer index;
  private final Timer commits;
  private final Timer searches;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong sliceCount = new AtomicLong();
  // Index thread only.
  private long measuredNanos = System.nanoTime() - MEASURE_NANOS;

  EmbeddedMetrics(MeterRegistry registry) {
    spans = registry.counter("spoor.embedded.spans.written");
    chunks = registry.counter("spoor.embedded.chunks.written");
    commitFailures = registry.counter("spoor.embedded.commit.failures");
    refusedReads = registry.counter("spoor.embedded.reads.refused");
    index = timer(registry, "index", "Seconds the chunks of a window took to index");
    commits = timer(registry, "commit", "Seconds a commit took");
    searches = timer(registry, "search", "Seconds a search took");
    Gauge.builder("spoor.embedded.bytes", bytes, AtomicLong::get)
        .description("Bytes on disk")
        .strongReference(true)
        .register(registry);
    Gauge.builder("spoor.embedded.slices", sliceCount, AtomicLong::get)
        .strongReference(true)
        .register(registry);
  }

  private static Timer timer(MeterRegistry registry, String name, String description) {
    return Timer.builder("spoor.embedded." + name)
        .description(description)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  void committed(WindowChunks.Written written, long indexNanos, long commitNanos) {
    spans.increment((double) written.spans);
    chunks.increment((double) written.chunks);
    index.record(indexNanos, TimeUnit.NANOSECONDS);
    commits.record(commitNanos, TimeUnit.NANOSECONDS);
  }

  void commitFailed() {
    commitFailures.increment();
  }

  void readRefused() {
    refusedReads.increment();
  }

  void searched(long nanos) {
    searches.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Looks at the disk, now and then. */
  void measure(Slices slices) {
    long now = System.nanoTime();
    if (now - measuredNanos < MEASURE_NANOS) {
      return;
    }
    measuredNanos = now;
    sliceCount.set(slices.count());
    try {
      bytes.set(slices.bytes());
    } catch (IOException e) {
      LOG.debug("cannot measure the embedded store", e);
    }
  }
}
