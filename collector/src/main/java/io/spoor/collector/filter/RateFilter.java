package io.spoor.collector.filter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.proto.model.SpanBatch;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Drops what a service sends beyond its limit: a token bucket for each service. Spans are dropped
 * one by one as they come, so the traces they belong to are stored with holes.
 */
public final class RateFilter implements SpanFilter {
  // Senders choose names: those not heard of for longest start again with a full bucket.
  private static final int MAX_SERVICES = 4000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Supplier<FilterRules> rules;
  private final LongSupplier nanoClock;
  private final MeterRegistry registry;
  private final SpanCursor cursor = new SpanCursor();
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param nanoClock as System::nanoTime
   */
  public RateFilter(Supplier<FilterRules> rules, LongSupplier nanoClock, MeterRegistry registry) {
    this.rules = rules;
    this.nanoClock = nanoClock;
    this.registry = registry;
  }

  private static final class Bucket {
    private final RateLimit limit;
    private double tokens;
    private long filledAt;

    Bucket(RateLimit limit, long now) {
      this.limit = limit;
      this.tokens = limit.burst();
      this.filledAt = now;
    }

    boolean take(long now) {
      double earned = (now - filledAt) / NANOS_PER_SECOND * limit.spansPerSecond();
      tokens = Math.min(limit.burst(), tokens + earned);
      filledAt = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }

  @Override
  public void filter(SpanBatch batch, BitSet kept) {
    List<RateLimit> limits = rules.get().limits();
    if (limits.isEmpty()) {
      return;
    }
    long now = nanoClock.getAsLong();
    int process = -1;
    Optional<Bucket> bucket = Optional.empty();
    int dropped = 0;
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      if (batch.process(i) != process) {
        count(bucket, dropped);
        dropped = 0;
        process = batch.process(i);
        bucket = bucket(batch, process, limits, now);
      }
      if (bucket.isPresent() && !bucket.get().take(now)) {
        kept.clear(i);
        dropped++;
      }
    }
    count(bucket, dropped);
  }

  private Optional<Bucket> bucket(SpanBatch batch, int process, List<RateLimit> limits, long now) {
    for (RateLimit limit : limits) {
      if (cursor.serviceMatches(batch, process, limit.service())) {
        String service = cursor.serviceName(batch, process);
        Bucket bucket = buckets.get(service);
        if (bucket == null || !bucket.limit.equals(limit)) {
          bucket = new Bucket(limit, now);
          buckets.put(service, bucket);
          if (buckets.size() > MAX_SERVICES) {
            buckets.remove(buckets.keySet().iterator().next());
          }
        }
        return Optional.of(bucket);
      }
    }
    return Optional.empty();
  }

  private void count(Optional<Bucket> bucket, int dropped) {
    if (bucket.isPresent() && dropped > 0) {
      Counter.builder("spoor.filter.limited.spans")
          .description("Spans dropped because their service was over its limit")
          .tag("limit", bucket.get().limit.service().toString())
          .register(registry)
          .increment(dropped);
    }
  }
}
