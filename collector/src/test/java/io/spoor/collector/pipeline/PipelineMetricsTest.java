package io.spoor.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.Received;
import io.spoor.collector.Transport;
import io.spoor.collector.journal.Delivery;
import io.spoor.collector.journal.MemoryJournal;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.ProcessTags;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.storage.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Contract: collector.md §9.2, §9.3. */
final class PipelineMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PipelineMetrics metrics =
      new PipelineMetrics(registry, "host-1", new MemoryJournal(1000, ProcessTags.NONE, registry));

  @Test
  void timesWritesAndWaitingInJaegersBuckets() {
    metrics.saved(batch(1000), Duration.ofMillis(12).toNanos(), 1030);
    assertEquals(
        List.of(
            "0.005=0", "0.01=0", "0.025=1", "0.05=1", "0.1=1", "0.25=1", "0.5=1", "1.0=1", "2.5=1",
            "5.0=1", "10.0=1"),
        buckets("save"));
    assertEquals(
        List.of(
            "0.005=0", "0.01=0", "0.025=0", "0.05=1", "0.1=1", "0.25=1", "0.5=1", "1.0=1", "2.5=1",
            "5.0=1", "10.0=1"),
        buckets("in.queue"));
  }

  @Test
  void countsAClockThatWentBackAsNoWaiting() {
    metrics.saved(batch(1000), 1, 500);
    assertEquals(0, latency("in.queue").totalTime(TimeUnit.SECONDS));
    assertEquals(1, latency("in.queue").count());
  }

  private List<String> buckets(String name) {
    return List.of(latency(name).takeSnapshot().histogramCounts()).stream()
        .map(bucket -> bucket.bucket(TimeUnit.SECONDS) + "=" + (int) bucket.count())
        .toList();
  }

  private Timer latency(String name) {
    return registry.get("jaeger.collector." + name + ".latency").tag("host", "host-1").timer();
  }

  private static Batch batch(long receivedAtMillis) {
    SpanFormat format = SpanFormat.JAEGER_PROTO;
    Transport transport = Transport.GRPC;
    Delivery delivery =
        new Delivery(
            1,
            ProcessTags.NONE,
            new Received(Tenant.DEFAULT, format, transport, receivedAtMillis, 0, new byte[0]));
    return new Batch(
        Batch.Key.of(delivery, false),
        List.of(delivery),
        new int[] {0},
        new SpanBatchBuilder().build());
  }
}
