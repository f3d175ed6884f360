package io.spoor.proto.model;

import io.spoor.proto.wire.WireWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Spans in the order they came, each the wire bytes of a {@code jaeger.api_v2.Span}, and the
 * processes they belong to, each the wire bytes of a {@code jaeger.api_v2.Process}.
 *
 * <p>The bytes are normalized, so that inner code never checks again: fields in ascending order,
 * {@code trace_id} always 16 bytes and {@code span_id} always 8, no inline process, text is valid
 * UTF-8, default values left out. Equal spans therefore have equal bytes. Immutable; the arrays it
 * hands out are not to be written.
 */
public final class SpanBatch {
  /** {@code 0a 10}, then the trace id. */
  private static final int TRACE_ID_AT = 2;

  /** {@code 12 08} behind the trace id, then the span id. */
  private static final int SPAN_ID_AT = 20;

  private static final int BATCH_TAG = 0x0a;
  private static final int SPANS_TAG = 0x0a;
  private static final int PROCESS_TAG = 0x12;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int size;
  // Three ints a span: offset, length, process.
  private final int[] spans;
  // Two longs a span: start, duration.
  private final long[] times;
  private final int processCount;
  // Two ints a process: offset, length.
  private final int[] processes;

  SpanBatch(byte[] bytes, int size, int[] spans, long[] times, int processCount, int[] processes) {
    this.bytes = bytes;
    this.size = size;
    this.spans = spans;
    this.times = times;
    this.processCount = processCount;
    this.processes = processes;
  }

  /** The number of spans. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** What the offsets point into. */
  public byte[] array() {
    return bytes;
  }

  public int spanOffset(int span) {
    return spans[span * 3];
  }

  public int spanLength(int span) {
    return spans[span * 3 + 1];
  }

  /** The index of the span's process. */
  public int process(int span) {
    return spans[span * 3 + 2];
  }

  public int processCount() {
    return processCount;
  }

  public int processOffset(int process) {
    return processes[process * 2];
  }

  public int processLength(int process) {
    return processes[process * 2 + 1];
  }

  public long traceIdHigh(int span) {
    return (long) LONGS.get(bytes, spanOffset(span) + TRACE_ID_AT);
  }

  public long traceIdLow(int span) {
    return (long) LONGS.get(bytes, spanOffset(span) + TRACE_ID_AT + 8);
  }

  public long spanId(int span) {
    return (long) LONGS.get(bytes, spanOffset(span) + SPAN_ID_AT);
  }

  /** Microseconds since the epoch, truncated as stores and the query API show them. */
  public long startMicros(int span) {
    return times[span * 2];
  }

  /** Whole microseconds; may be negative. */
  public long durationMicros(int span) {
    return times[span * 2 + 1];
  }

  /** Bytes of spans and processes: what bounds on memory and batches count. */
  public long encodedBytes() {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += spans[i * 3 + 1];
    }
    for (int i = 0; i < processCount; i++) {
      sum += processes[i * 2 + 1];
    }
    return sum;
  }

  /**
   * Writes the spans as {@code repeated Batch = 1}: neighbours of one process share a batch. {@link
   * SpanBatchBuilder#addEncoded} reads it back.
   */
  public void encode(WireWriter out) {
    int span = 0;
    while (span < size) {
      int process = process(span);
      int batch = out.begin(BATCH_TAG);
      while (span < size && process(span) == process) {
        out.writeField(SPANS_TAG, bytes, spanOffset(span), spanLength(span));
        span++;
      }
      out.writeField(PROCESS_TAG, bytes, processOffset(process), processLength(process));
      out.end(batch);
    }
  }
}
