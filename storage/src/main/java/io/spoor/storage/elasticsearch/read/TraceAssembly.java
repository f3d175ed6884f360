package io.spoor.storage.elasticsearch.read;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Spans as they were found, into traces: each span once, by start time and then by id. A span
 * written twice is one whose every part is the same; the order of tags does not count, because
 * documents do not keep it for tags that are fields.
 */
final class TraceAssembly {
  private TraceAssembly() {}

  /** Those of the traces that have spans, in the order of their ids. */
  static List<Trace> traces(SpanBatch spans, Collection<TraceId> ids) {
    Integer[] order = new Integer[spans.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compare(spans, a, b));
    Map<TraceId, Trace> found = new HashMap<>();
    SpanBatchBuilder out = new SpanBatchBuilder();
    for (int from = 0; from < order.length; ) {
      TraceId id = id(spans, order[from]);
      int to = from;
      while (to < order.length && id(spans, order[to]).equals(id)) {
        to = addEqual(spans, order, to, out);
      }
      found.put(id, new Trace(id, out.build()));
      from = to;
    }
    List<Trace> traces = new ArrayList<>();
    for (TraceId id : new LinkedHashSet<>(ids)) {
      if (found.containsKey(id)) {
        traces.add(found.get(id));
      }
    }
    return traces;
  }

  private static TraceId id(SpanBatch spans, int span) {
    return new TraceId(spans.traceIdHigh(span), spans.traceIdLow(span));
  }

  private static int compare(SpanBatch spans, int a, int b) {
    int order = Long.compareUnsigned(spans.traceIdHigh(a), spans.traceIdHigh(b));
    if (order == 0) {
      order = Long.compareUnsigned(spans.traceIdLow(a), spans.traceIdLow(b));
    }
    if (order == 0) {
      order = Long.compare(spans.startMicros(a), spans.startMicros(b));
    }
    return order == 0 ? Long.compareUnsigned(spans.spanId(a), spans.spanId(b)) : order;
  }

  /**
   * Adds the spans that share trace, start and id with the first, each once; says where they end.
   */
  private static int addEqual(SpanBatch spans, Integer[] order, int from, SpanBatchBuilder out) {
    int to = from + 1;
    while (to < order.length && compare(spans, order[from], order[to]) == 0) {
      to++;
    }
    if (to - from == 1) {
      out.add(spans, order[from]);
      return to;
    }
    Set<ByteBuffer> known = new HashSet<>();
    for (int i = from; i < to; i++) {
      if (known.add(content(spans, order[i]))) {
        out.add(spans, order[i]);
      }
    }
    return to;
  }

  /** All parts of a span and of its process, in an order of their own. */
  private static ByteBuffer content(SpanBatch spans, int span) {
    int process = spans.process(span);
    int spanLength = spans.spanLength(span);
    int processLength = spans.processLength(process);
    byte[] content = new byte[spanLength + processLength];
    sortFields(spans.array(), spans.spanOffset(span), spanLength, content, 0);
    sortFields(spans.array(), spans.processOffset(process), processLength, content, spanLength);
    return ByteBuffer.wrap(content);
  }

  private static void sortFields(byte[] bytes, int offset, int length, byte[] out, int outOffset) {
    List<ByteBuffer> fields = new ArrayList<>();
    WireReader in = new WireReader(bytes, offset, length);
    try {
      while (in.hasNext()) {
        int at = in.position();
        in.skipValue(in.readTag());
        fields.add(ByteBuffer.wrap(bytes, at, in.position() - at));
      }
    } catch (DecodeException e) {
      throw new IllegalStateException("a normalized span is not", e);
    }
    fields.sort(null);
    ByteBuffer target = ByteBuffer.wrap(out, outOffset, length);
    fields.forEach(target::put);
  }
}
