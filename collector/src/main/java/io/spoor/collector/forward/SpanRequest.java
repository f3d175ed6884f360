package io.spoor.collector.forward;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.WireWriter;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some spans of a batch that go into one {@code PostSpansRequest}: they share their process, which
 * then stands there once, as Jaeger's agent sends it (contract: collector.md §7.5).
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SpanRequest(SpanBatch batch, int[] spans, int firstSpan, int endSpan) {
  static final String METHOD = "jaeger.api_v2.CollectorService/PostSpans";

  private static final int BATCH = 0x0a;
  private static final int SPANS = 0x0a;
  private static final int PROCESS = 0x12;

  /**
   * The requests of a batch, in the order of their first spans.
   *
   * @param maxBytes of a request; one span alone may be larger
   */
  static List<SpanRequest> of(SpanBatch batch, int maxBytes) {
    List<SpanRequest> requests = new ArrayList<>();
    for (int[] spans : byProcess(batch)) {
      int from = 0;
      long bytes = 0;
      for (int i = 0; i < spans.length; i++) {
        int size = fieldSize(batch.spanLength(spans[i]));
        if (i > from && bytes + size > maxBytes) {
          requests.add(new SpanRequest(batch, spans, from, i));
          from = i;
          bytes = 0;
        }
        bytes += size;
      }
      requests.add(new SpanRequest(batch, spans, from, spans.length));
    }
    return requests;
  }

  int size() {
    return endSpan - firstSpan;
  }

  /** Both halves, for a collector that takes smaller messages only. */
  List<SpanRequest> halves() {
    int middle = (firstSpan + endSpan) >>> 1;
    return List.of(
        new SpanRequest(batch, spans, firstSpan, middle),
        new SpanRequest(batch, spans, middle, endSpan));
  }

  /** The message behind its prefix; spans and process are copied once. */
  Buffer encode() {
    int process = batch.process(spans[firstSpan]);
    int batchLength = fieldSize(batch.processLength(process));
    for (int i = firstSpan; i < endSpan; i++) {
      batchLength += fieldSize(batch.spanLength(spans[i]));
    }
    int length = fieldSize(batchLength);
    WireWriter head = new WireWriter(16);
    Buffer out = Buffer.buffer(UnaryCall.PREFIX + length);
    out.appendByte((byte) 0).appendInt(length);
    start(out, head, BATCH, batchLength);
    for (int i = firstSpan; i < endSpan; i++) {
      int spanLength = batch.spanLength(spans[i]);
      start(out, head, SPANS, spanLength);
      out.appendBytes(batch.array(), batch.spanOffset(spans[i]), spanLength);
    }
    start(out, head, PROCESS, batch.processLength(process));
    out.appendBytes(batch.array(), batch.processOffset(process), batch.processLength(process));
    return out;
  }

  private static void start(Buffer out, WireWriter head, int tag, int length) {
    head.truncate(0);
    head.writeByte(tag);
    head.writeVarint(length);
    out.appendBytes(head.array(), 0, head.size());
  }

  private static int fieldSize(int length) {
    return 1 + WireWriter.varintSize(length) + length;
  }

  /** Span numbers, together where their processes are equal. */
  private static List<int[]> byProcess(SpanBatch batch) {
    Map<ByteBuffer, Integer> numbers = new LinkedHashMap<>();
    int[] groups = new int[batch.processCount()];
    for (int process = 0; process < groups.length; process++) {
      ByteBuffer key =
          ByteBuffer.wrap(
              batch.array(), batch.processOffset(process), batch.processLength(process));
      groups[process] = numbers.merge(key, numbers.size(), (known, offered) -> known);
    }
    int[] counts = new int[numbers.size()];
    for (int span = 0; span < batch.size(); span++) {
      counts[groups[batch.process(span)]]++;
    }
    int[][] members = new int[counts.length][];
    Arrays.setAll(members, group -> new int[counts[group]]);
    Arrays.fill(counts, 0);
    for (int span = 0; span < batch.size(); span++) {
      int group = groups[batch.process(span)];
      members[group][counts[group]++] = span;
    }
    return Arrays.stream(members).filter(some -> some.length > 0).toList();
  }
}
