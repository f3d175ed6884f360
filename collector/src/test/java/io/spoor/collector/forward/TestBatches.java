package io.spoor.collector.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;

/** Batches written as {@code service:operation ...}. */
final class TestBatches {
  private TestBatches() {}

  static SpanBatch of(String... spans) {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    long id = 1;
    for (String span : spans) {
      add(builder, span.substring(0, span.indexOf(':')), span.substring(span.indexOf(':') + 1), id);
      id++;
    }
    return builder.build();
  }

  static void add(SpanBatchBuilder builder, String service, String operation, long id) {
    byte[] name = service.getBytes(UTF_8);
    byte[] text = operation.getBytes(UTF_8);
    builder.startProcess();
    builder.serviceName(name, 0, name.length);
    builder.endProcess();
    builder.startSpan(0, id, id);
    builder.operationName(text, 0, text.length);
    builder.endSpan();
  }
}
