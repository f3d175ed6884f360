package io.spoor.bench.journal;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.Received;
import io.spoor.collector.Transport;
import io.spoor.collector.journal.JournalOptions;
import io.spoor.collector.journal.SegmentedJournal;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.ProcessTags;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/** Fills a journal with requests of 40 spans and stops as a crash does, in a process of its own. */
public final class FullJournal {
  private static final int SPANS = 40;
  private static final int ATTRIBUTE_BYTES = 400;
  private static final int UNDER_WAY = 200;

  private FullJournal() {}

  /** Directory and bytes. */
  public static void main(String... arguments) throws Exception {
    long bytes = Long.parseLong(arguments[1]);
    JournalOptions defaults = JournalOptions.DEFAULTS;
    JournalOptions options =
        new JournalOptions(
            bytes * 2,
            defaults.segmentBytes(),
            defaults.maxQueuedBytes(),
            defaults.maxMemoryBytes());
    SegmentedJournal journal =
        SegmentedJournal.open(
            Path.of(arguments[0]), options, ProcessTags.NONE, new SimpleMeterRegistry());
    byte[] body = request(new Random(1));
    ArrayDeque<Future<Void>> underWay = new ArrayDeque<>();
    long started = System.nanoTime();
    for (long written = 0; written < bytes; written += body.length + 48) {
      underWay.add(journal.append(received(body)));
      if (underWay.size() == UNDER_WAY) {
        await(underWay.remove());
      }
    }
    for (Future<Void> append : underWay) {
      await(append);
    }
    System.out.printf(
        "Filled with %,d bytes in requests of %,d in %.1f s%n",
        bytes, body.length, (System.nanoTime() - started) / 1e9);
    Runtime.getRuntime().halt(0);
  }

  private static void await(Future<Void> append) throws InterruptedException, ExecutionException {
    append.toCompletionStage().toCompletableFuture().get();
  }

  private static Received received(byte[] body) {
    long now = System.currentTimeMillis();
    return new Received(
        Tenant.DEFAULT, SpanFormat.OTLP_PROTO, Transport.GRPC, now, SPANS, body.clone());
  }

  /** An ExportTraceServiceRequest. */
  static byte[] request(Random random) {
    ByteBuffer spans = ByteBuffer.allocate(1 << 16);
    for (int i = 0; i < SPANS; i++) {
      message(spans, 2, span(random));
    }
    byte[] scope = written(spans);
    ByteBuffer resource = ByteBuffer.allocate(1 << 16);
    message(resource, 2, scope);
    ByteBuffer request = ByteBuffer.allocate(1 << 16);
    message(request, 1, written(resource));
    return written(request);
  }

  private static byte[] span(Random random) {
    ByteBuffer attribute = ByteBuffer.allocate(1024);
    byte[] text = new byte[ATTRIBUTE_BYTES];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ('a' + random.nextInt(26));
    }
    ByteBuffer value = ByteBuffer.allocate(1024);
    message(value, 1, text);
    message(attribute, 1, new byte[] {'k'});
    message(attribute, 2, written(value));
    ByteBuffer span = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    byte[] ids = new byte[24];
    random.nextBytes(ids);
    message(span, 1, java.util.Arrays.copyOf(ids, 16));
    message(span, 2, java.util.Arrays.copyOfRange(ids, 16, 24));
    message(span, 5, new byte[] {'s', 'p', 'a', 'n'});
    long nanos = System.currentTimeMillis() * 1_000_000;
    span.put((byte) (7 << 3 | 1)).putLong(nanos);
    span.put((byte) (8 << 3 | 1)).putLong(nanos + 1_000_000);
    message(span, 9, written(attribute));
    return written(span);
  }

  private static void message(ByteBuffer out, int field, byte[] content) {
    out.put((byte) (field << 3 | 2));
    int left = content.length;
    while (left > 0x7f) {
      out.put((byte) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.put((byte) left).put(content);
  }

  private static byte[] written(ByteBuffer out) {
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }
}
