package io.spoor.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Spans as a fleet sends them: traces of 4 to 24 spans over 20 services, each service ten processes
 * that send what they have every second, so that the spans of a trace arrive one or two at a time
 * within about a second of each other. 18 searchable attributes a span. Time is virtual.
 */
final class BenchLoad {
  private static final int SENDERS = 200;
  private static final int SERVICES = 20;
  private static final long FLUSH_MICROS = 1_000_000;
  private static final int MAX_BATCH = 64;

  private final Random random;
  private final int spansPerSecond;
  private final List<List<Pending>> waiting = new ArrayList<>();
  private final long[] nextFlush = new long[SENDERS];
  private final SpanBatchBuilder builder = new SpanBatchBuilder();
  private long nowMicros;
  private double owed;

  private record Pending(
      long high, long low, long id, long parent, long start, long duration, int number) {}

  BenchLoad(long seed, int spansPerSecond, long startMicros) {
    this.random = new Random(seed);
    this.spansPerSecond = spansPerSecond;
    this.nowMicros = startMicros;
    for (int i = 0; i < SENDERS; i++) {
      waiting.add(new ArrayList<>());
      nextFlush[i] = startMicros + random.nextInt((int) FLUSH_MICROS);
    }
  }

  long nowMicros() {
    return nowMicros;
  }

  /** The batches that arrive in the next so many microseconds. */
  List<SpanBatch> advance(long micros) {
    List<SpanBatch> batches = new ArrayList<>();
    long end = nowMicros + micros;
    while (nowMicros < end) {
      nowMicros += 10_000;
      owed += spansPerSecond / 100.0;
      while (owed > 0) {
        owed -= trace();
      }
      for (int sender = 0; sender < SENDERS; sender++) {
        if (nowMicros >= nextFlush[sender] || waiting.get(sender).size() >= MAX_BATCH) {
          flush(sender, batches);
        }
      }
    }
    return batches;
  }

  private void flush(int sender, List<SpanBatch> batches) {
    nextFlush[sender] = nowMicros + FLUSH_MICROS;
    List<Pending> spans = waiting.get(sender);
    List<Pending> rest = new ArrayList<>();
    int count = 0;
    for (Pending span : spans) {
      // A span is sent when it has ended.
      if (span.start + span.duration > nowMicros || count == MAX_BATCH) {
        rest.add(span);
        continue;
      }
      if (count++ == 0) {
        process(sender);
      }
      span(sender, span);
    }
    waiting.set(sender, rest);
    if (count > 0) {
      batches.add(builder.build());
    }
  }

  private int trace() {
    int spans = 4 + random.nextInt(random.nextInt(21) + 1);
    long high = random.nextLong();
    long low = random.nextLong();
    long[] ids = new long[spans];
    long start = nowMicros;
    long duration = 2_000 + (long) (Math.exp(random.nextGaussian() * 1.2) * 20_000);
    int service = random.nextInt(3);
    for (int i = 0; i < spans; i++) {
      ids[i] = random.nextLong();
      long parent = i == 0 ? 0 : ids[random.nextInt(i)];
      int sender = service * (SENDERS / SERVICES) + random.nextInt(SENDERS / SERVICES);
      waiting
          .get(sender)
          .add(
              new Pending(
                  high,
                  low,
                  ids[i],
                  parent,
                  start,
                  Math.max(50, duration),
                  random.nextInt(1 << 20)));
      start += random.nextInt((int) Math.max(1, Math.min(duration / 3, 1 << 20)));
      duration = (long) (duration * (0.3 + random.nextDouble() * 0.5));
      service = Math.min(SERVICES - 1, service + random.nextInt(3));
    }
    return spans;
  }

  private void process(int sender) {
    int service = sender / (SENDERS / SERVICES);
    builder.startProcess();
    byte[] name = ("service-" + service).getBytes(UTF_8);
    builder.serviceName(name, 0, name.length);
    text("host.name", "ip-10-12-" + sender / 16 + "-" + sender % 16 + ".eu-west-1.internal");
    text(
        "k8s.pod.name", "service-" + service + "-7d9f8b6c5-" + Integer.toString(sender * 7919, 36));
    text("k8s.namespace.name", "production");
    text("service.version", "1." + service % 5 + ".0");
    text("telemetry.sdk.language", service % 3 == 0 ? "java" : "go");
    text("cloud.region", "eu-west-" + sender % 3);
    builder.endProcess();
  }

  private void span(int sender, Pending span) {
    int number = span.number;
    int service = sender / (SENDERS / SERVICES);
    int route = number % 25;
    builder.startSpan(span.high, span.low, span.id);
    byte[] operation = ("/api/v1/" + service + "/resource-" + route).getBytes(UTF_8);
    builder.operationName(operation, 0, operation.length);
    if (span.parent != 0) {
      builder.childOf(span.high, span.low, span.parent);
    }
    builder.times(
        span.start / 1_000_000,
        (int) (span.start % 1_000_000) * 1000 + number % 1000,
        span.duration * 1000 + number % 997);
    String[] methods = {"GET", "GET", "GET", "GET", "POST", "PUT", "DELETE"};
    text("http.request.method", methods[number % 7]);
    int64("http.response.status_code", number % 50 == 0 ? 500 + number % 5 : 200 + number % 3);
    text("http.route", "/api/v1/" + service + "/resource-" + route);
    text("url.path", "/api/v1/" + service + "/resource-" + route + "/" + number % 5000);
    text("span.kind", number % 2 == 0 ? "server" : "client");
    text("server.address", "service-" + (service + 1) % SERVICES + ".production.svc");
    int64("server.port", 8080 + service % 4);
    text("client.address", "10.12." + number % 16 + "." + number % 200);
    text("enduser.id", "user-" + number % 50_000);
    int64("http.response.body.size", number % 20_000);
    int64("thread.id", number % 64);
    text("otel.scope.name", "io.opentelemetry.http-" + service % 4);
    if (number % 50 == 0) {
      builder.boolTag("error".getBytes(UTF_8), 0, 5, true);
      builder.startLog(span.start / 1_000_000, 0);
      text("event", "exception");
      text("exception.message", "connection reset by peer " + number % 300);
      builder.endLog();
    }
    builder.endSpan();
  }

  private void text(String key, String value) {
    byte[] k = key.getBytes(UTF_8);
    byte[] v = value.getBytes(UTF_8);
    builder.stringTag(k, 0, k.length, v, 0, v.length);
  }

  private void int64(String key, long value) {
    byte[] k = key.getBytes(UTF_8);
    builder.int64Tag(k, 0, k.length, value);
  }
}
