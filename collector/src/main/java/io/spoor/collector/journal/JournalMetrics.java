package io.spoor.collector.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.LongStream;

/** What the journal tells of itself, as {@code spoor.journal.*}. Safe on any thread. */
final class JournalMetrics {
  /** Jaeger's buckets, and some below them: a good disk needs a fraction of a millisecond. */
  private static final Duration[] FSYNC_BUCKETS =
      LongStream.of(
              100,
              250,
              500,
              1000,
              2500,
              5000,
              10_000,
              25_000,
              50_000,
              100_000,
              250_000,
              500_000,
              1_000_000,
              2_500_000,
              5_000_000,
              10_000_000)
          .mapToObj(micros -> Duration.ofNanos(micros * 1000))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Counter appended;
  private final Counter appendedBytes;
  private final Counter refusedQueue;
  private final Counter refusedDisk;
  private final Counter failed;
  private final Counter torn;
  private final Counter corrupt;
  private final Counter tooLarge;
  private final Counter setAside;
  private final Counter damagedFooters;
  private final Counter damagedProgress;
  private final Counter replayed;
  private final Counter segmentFailures;
  private final Counter reclaimed;
  private final Counter unreadable;
  private final Timer fsync;

  JournalMetrics(MeterRegistry registry) {
    this.registry = registry;
    appended = counter("appended", "Records acknowledged");
    appendedBytes = counter("appended.bytes", "Bytes of records acknowledged");
    refusedQueue = refused("queue");
    refusedDisk = refused("disk");
    failed = counter("failed", "Records not kept because the disk failed");
    torn = counter("torn", "Segments whose torn tail was cut at start");
    corrupt = counter("corrupt", "Records lost to damage on disk");
    tooLarge = refused("record");
    setAside = counter("set.aside", "Files of segments that cannot be used, kept as .bad");
    damagedFooters = damaged("footer");
    damagedProgress = damaged("progress");
    replayed = counter("replayed", "Records found at start that were not yet released");
    segmentFailures = counter("segment.failures", "Segments given up after a failed write or sync");
    reclaimed =
        counter("reclaimed.bytes", "Bytes given back by leaving stored records out of segments");
    unreadable = counter("unreadable.bytes", "Bytes of segments that the disk does not give back");
    fsync =
        Timer.builder("spoor.journal.fsync")
            .description("Seconds a sync took")
            .serviceLevelObjectives(FSYNC_BUCKETS)
            .register(registry);
  }

  /** What a journal is asked for when somebody wants to know. */
  record Levels(
      DoubleSupplier bytes,
      DoubleSupplier maxBytes,
      DoubleSupplier records,
      DoubleSupplier memoryBytes,
      DoubleSupplier oldestSeconds,
      DoubleSupplier parked) {}

  void gauges(Levels levels) {
    gauge("bytes", "Bytes on disk, or in memory mode in memory", levels.bytes());
    gauge("max.bytes", "Where bytes end: then senders are refused", levels.maxBytes());
    gauge("records", "Records not yet released", levels.records());
    gauge(
        "memory.bytes",
        "Bytes of records kept in memory until they are taken",
        levels.memoryBytes());
    gauge("oldest.seconds", "Age of the oldest record not yet released", levels.oldestSeconds());
    gauge("parked", "Records the store did not take, on disk for a later try", levels.parked());
  }

  void appended(int records, long bytes) {
    appended.increment(records);
    appendedBytes.increment((double) bytes);
  }

  void refusedByQueue() {
    refusedQueue.increment();
  }

  void refusedByDisk() {
    refusedDisk.increment();
  }

  void refusedAsTooLarge() {
    tooLarge.increment();
  }

  void setAside() {
    setAside.increment();
  }

  void damagedFooter() {
    damagedFooters.increment();
  }

  void damagedProgress() {
    damagedProgress.increment();
  }

  void failed(int records) {
    failed.increment(records);
  }

  void torn() {
    torn.increment();
  }

  void corrupt(long records) {
    corrupt.increment((double) records);
  }

  void replayed(long records) {
    replayed.increment((double) records);
  }

  void segmentFailed() {
    segmentFailures.increment();
  }

  void reclaimed(long bytes) {
    reclaimed.increment((double) bytes);
  }

  void unreadable(long bytes) {
    unreadable.increment((double) bytes);
  }

  void fsync(long nanos) {
    fsync.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Counter counter(String name, String description) {
    return Counter.builder("spoor.journal." + name).description(description).register(registry);
  }

  private Counter damaged(String part) {
    return Counter.builder("spoor.journal.damaged")
        .description("Parts found damaged at start that cost time and lose nothing")
        .tag("part", part)
        .register(registry);
  }

  private Counter refused(String bound) {
    return Counter.builder("spoor.journal.refused")
        .description("Records refused because a bound was reached")
        .tag("bound", bound)
        .register(registry);
  }

  private void gauge(String name, String description, DoubleSupplier value) {
    Gauge.builder("spoor.journal." + name, value::getAsDouble)
        .description(description)
        .register(registry);
  }
}
