package io.spoor.query.metered;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.query.fake.FakeReader;
import io.spoor.storage.Tenant;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract: query.md §14. */
final class MeteredTraceReaderTest {
  private static final TraceQuery QUERY =
      new TraceQuery(
          Optional.of("s"),
          Optional.empty(),
          Map.of(),
          0,
          1,
          OptionalLong.empty(),
          OptionalLong.empty(),
          1);

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong nanos = new AtomicLong();
  private final FakeReader fake = new FakeReader();
  private final MeteredTraceReader reader =
      new MeteredTraceReader(
          fake, registry, () -> nanos.getAndAdd(Duration.ofMillis(12).toNanos()));

  /** What a reader can be asked for, as the label has it. */
  enum Read {
    get_trace,
    find_traces,
    find_trace_ids,
    get_services,
    get_operations;

    Future<?> from(MeteredTraceReader reader) {
      return switch (this) {
        case get_trace -> reader.trace(Tenant.DEFAULT, new TraceId(0, 1));
        case find_traces -> reader.findTraces(Tenant.DEFAULT, QUERY);
        case find_trace_ids -> reader.findTraceIds(Tenant.DEFAULT, QUERY);
        case get_services -> reader.services(Tenant.DEFAULT);
        case get_operations -> reader.operations(Tenant.DEFAULT, "s");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsAndTimesReadsByResult(Read read) {
    assertTrue(read.from(reader).succeeded());
    assertEquals(1, requests(read, "ok"));
    assertEquals(12, latency(read, "ok").totalTime(TimeUnit.MILLISECONDS));
    assertEquals(0, requests(read, "err"));

    fake.failWith(new IllegalStateException("down"));
    assertTrue(read.from(reader).failed());
    assertEquals(1, requests(read, "ok"));
    assertEquals(1, requests(read, "err"));
    assertEquals(1, latency(read, "err").count());
  }

  @Test
  void hasEverySeriesFromTheStart() {
    for (Read read : Read.values()) {
      for (String result : List.of("ok", "err")) {
        assertEquals(0, requests(read, result));
        assertEquals(0, latency(read, result).count());
      }
    }
  }

  @Test
  void buckets12MillisecondsBelow25() {
    assertTrue(Read.get_services.from(reader).succeeded());
    assertEquals(
        List.of(
            "0.005=0", "0.01=0", "0.025=1", "0.05=1", "0.1=1", "0.25=1", "0.5=1", "1.0=1", "2.5=1",
            "5.0=1", "10.0=1"),
        List.of(latency(Read.get_services, "ok").takeSnapshot().histogramCounts()).stream()
            .map(bucket -> bucket.bucket(TimeUnit.SECONDS) + "=" + (int) bucket.count())
            .toList());
  }

  private double requests(Read read, String result) {
    return registry
        .get("jaeger.query.requests")
        .tags("operation", read.name(), "result", result)
        .counter()
        .count();
  }

  private Timer latency(Read read, String result) {
    return registry
        .get("jaeger.query.latency")
        .tags("operation", read.name(), "result", result)
        .timer();
  }
}
