package io.spoor.storage.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.storage.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A span as a test wants to say it. Values are String, Boolean, Long, Double or byte[]. */
public final class TestSpan {
  /** 2024-01-10T08:00:00Z. */
  public static final long NOON = 1_704_873_600_000_000L;

  public final TraceId traceId;
  public final long spanId;
  public String service = "frontend";
  public String operation = "GET /";
  public long startMicros = NOON;
  public long durationMicros = 1000;
  public final Map<String, Object> processTags = new LinkedHashMap<>();
  public final Map<String, Object> tags = new LinkedHashMap<>();
  public final List<Map<String, Object>> logs = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();

  private record Reference(TraceId trace, long span, int type) {}

  private TestSpan(TraceId traceId, long spanId) {
    this.traceId = traceId;
    this.spanId = spanId;
  }

  public static TestSpan span(long traceId, long spanId) {
    return span(new TraceId(0, traceId), spanId);
  }

  public static TestSpan span(TraceId traceId, long spanId) {
    return new TestSpan(traceId, spanId);
  }

  public TestSpan service(String name) {
    service = name;
    return this;
  }

  public TestSpan operation(String name) {
    operation = name;
    return this;
  }

  public TestSpan start(long micros) {
    startMicros = micros;
    return this;
  }

  public TestSpan duration(long micros) {
    durationMicros = micros;
    return this;
  }

  public TestSpan processTag(String key, Object value) {
    processTags.put(key, value);
    return this;
  }

  public TestSpan tag(String key, Object value) {
    tags.put(key, value);
    return this;
  }

  public TestSpan log(String key, Object value) {
    logs.add(Map.of(key, value));
    return this;
  }

  public TestSpan reference(TraceId trace, long span, int type) {
    references.add(new Reference(trace, span, type));
    return this;
  }

  public static SpanBatch batch(TestSpan... spans) {
    return batch(List.of(spans));
  }

  public static SpanBatch batch(List<TestSpan> spans) {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    spans.forEach(span -> span.addTo(builder));
    return builder.build();
  }

  private void addTo(SpanBatchBuilder builder) {
    builder.startProcess();
    builder.serviceName(service.getBytes(UTF_8), 0, service.getBytes(UTF_8).length);
    processTags.forEach((key, value) -> addTag(builder, key, value));
    builder.endProcess();
    builder.startSpan(traceId.high(), traceId.low(), spanId);
    builder.operationName(operation.getBytes(UTF_8), 0, operation.getBytes(UTF_8).length);
    references.forEach(to -> builder.reference(to.trace.high(), to.trace.low(), to.span, to.type));
    builder.times(
        Math.floorDiv(startMicros, 1_000_000L),
        (int) Math.floorMod(startMicros, 1_000_000L) * 1000,
        durationMicros * 1000);
    tags.forEach((key, value) -> addTag(builder, key, value));
    for (Map<String, Object> fields : logs) {
      builder.startLog(startMicros / 1_000_000, 5);
      fields.forEach((key, value) -> addTag(builder, key, value));
      builder.endLog();
    }
    builder.endSpan();
  }

  private static void addTag(SpanBatchBuilder builder, String key, Object value) {
    byte[] name = key.getBytes(UTF_8);
    if (value instanceof String text) {
      byte[] bytes = text.getBytes(UTF_8);
      builder.stringTag(name, 0, name.length, bytes, 0, bytes.length);
    } else if (value instanceof Boolean bool) {
      builder.boolTag(name, 0, name.length, bool);
    } else if (value instanceof Long int64) {
      builder.int64Tag(name, 0, name.length, int64);
    } else if (value instanceof Double float64) {
      builder.float64Tag(name, 0, name.length, float64);
    } else if (value instanceof byte[] binary) {
      builder.binaryTag(name, 0, name.length, binary, 0, binary.length);
    } else {
      throw new IllegalArgumentException("a tag of " + value);
    }
  }
}
