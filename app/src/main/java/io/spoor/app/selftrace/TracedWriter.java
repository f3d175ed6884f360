package io.spoor.app.selftrace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.app.traffic.Tag;
import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes a span of one write a second at most, and of none that holds a span of Spoor's own: such a
 * write would make the next one.
 */
final class TracedWriter implements SpanWriter {
  /** How names of services of Spoor's own begin. */
  static final String OWN_SERVICES = "spoor-";

  private static final byte[] OWN = OWN_SERVICES.getBytes(US_ASCII);

  /** Tag of {@code service_name} in {@code jaeger.api_v2.Process}. */
  private static final byte SERVICE_NAME = 0x0a;

  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final SpanWriter writer;
  private final SelfTracing tracing;
  private final LongSupplier nanoTime;
  private final AtomicLong next;

  TracedWriter(SpanWriter writer, SelfTracing tracing, LongSupplier nanoTime) {
    this.writer = writer;
    this.tracing = tracing;
    this.nanoTime = nanoTime;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  @Override
  public Future<Void> write(Tenant tenant, SpanBatch batch) {
    long now = nanoTime.getAsLong();
    long due = next.get();
    if (now - due < 0 || holdsOwn(batch) || !next.compareAndSet(due, now + PAUSE)) {
      return writer.write(tenant, batch);
    }
    SelfTracing.Running running =
        tracing.begin(
            Optional.empty(),
            "write",
            "client",
            List.of(
                new Tag.Whole("spoor.spans", batch.size()),
                new Tag.Whole("spoor.bytes", batch.encodedBytes())));
    return writer
        .write(tenant, batch)
        .onComplete(
            done ->
                running.end(
                    done.failed(),
                    new Tag.Text(
                        "spoor.outcome",
                        done.succeeded() ? "stored" : String.valueOf(done.cause().getMessage()))));
  }

  private static boolean holdsOwn(SpanBatch batch) {
    for (int i = 0; i < batch.processCount(); i++) {
      if (isOwn(batch.array(), batch.processOffset(i), batch.processLength(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the first field of the process, its service's name, begins as Spoor's do. */
  private static boolean isOwn(byte[] bytes, int offset, int length) {
    int end = offset + length;
    if (length == 0 || bytes[offset] != SERVICE_NAME) {
      return false;
    }
    int at = offset + 1;
    while (at < end && bytes[at] < 0) {
      at++;
    }
    at++;
    return at + OWN.length <= end && Arrays.equals(bytes, at, at + OWN.length, OWN, 0, OWN.length);
  }
}
