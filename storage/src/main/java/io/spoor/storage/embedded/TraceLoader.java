package io.spoor.storage.embedded;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/** Gathers whole traces from wherever their chunks lie. */
final class TraceLoader {
  private TraceLoader() {}

  /** The traces that have spans, in the order of their ids. */
  static List<Trace> load(Snapshot snapshot, byte[] tenant, List<TraceId> ids)
      throws IOException, DecodeException {
    Map<TraceId, List<byte[]>> chunks = new LinkedHashMap<>();
    List<Wanted> wanted = new ArrayList<>();
    for (TraceId id : ids) {
      List<byte[]> found = chunks.computeIfAbsent(id, key -> new ArrayList<>());
      wanted.add(new Wanted(ChunkDocument.traceTerm(tenant, id.high(), id.low()), found));
    }
    wanted.sort(Comparator.comparing(Wanted::term));
    for (Snapshot.View view : snapshot.views()) {
      for (LeafReaderContext context : view.reader().leaves()) {
        collect(context.reader(), wanted);
      }
    }
    List<Trace> traces = new ArrayList<>();
    for (Map.Entry<TraceId, List<byte[]>> entry : chunks.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        traces.add(new Trace(entry.getKey(), spans(entry.getValue())));
      }
    }
    return traces;
  }

  private record Wanted(BytesRef term, List<byte[]> chunks) {}

  private static void collect(LeafReader leaf, List<Wanted> wanted) throws IOException {
    Terms terms = leaf.terms(ChunkDocument.TRACE);
    if (terms == null) {
      return;
    }
    TermsEnum each = terms.iterator();
    Bits live = leaf.getLiveDocs();
    PostingsEnum postings = null;
    StoredChunk chunk = null;
    for (Wanted trace : wanted) {
      if (!each.seekExact(trace.term)) {
        continue;
      }
      if (chunk == null) {
        chunk = new StoredChunk();
        chunk.open(leaf);
      }
      postings = each.postings(postings, PostingsEnum.NONE);
      for (int doc = postings.nextDoc();
          doc != PostingsEnum.NO_MORE_DOCS;
          doc = postings.nextDoc()) {
        if (live == null || live.get(doc)) {
          trace.chunks.add(chunk.read(doc));
        }
      }
    }
  }

  /** Each span once, by start time. A span is the same if its bytes and its process's are. */
  private static SpanBatch spans(List<byte[]> chunks) throws DecodeException {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    WireWriter restored = new WireWriter(4096);
    for (byte[] chunk : chunks) {
      restored.truncate(0);
      StoredChunk.restore(chunk, restored);
      builder.addEncoded(restored.array(), 0, restored.size());
    }
    SpanBatch all = builder.build();
    Integer[] order = new Integer[all.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compare(all, a, b));
    for (int i = 0; i < order.length; i++) {
      if (i == 0 || compare(all, order[i - 1], order[i]) != 0) {
        builder.add(all, order[i]);
      }
    }
    return builder.build();
  }

  private static int compare(SpanBatch spans, int a, int b) {
    int byStart = Long.compare(spans.startMicros(a), spans.startMicros(b));
    if (byStart != 0) {
      return byStart;
    }
    int bySpan =
        compareBytes(
            spans.array(),
            spans.spanOffset(a),
            spans.spanLength(a),
            spans.spanOffset(b),
            spans.spanLength(b));
    int processA = spans.process(a);
    int processB = spans.process(b);
    if (bySpan != 0 || processA == processB) {
      return bySpan;
    }
    return compareBytes(
        spans.array(),
        spans.processOffset(processA),
        spans.processLength(processA),
        spans.processOffset(processB),
        spans.processLength(processB));
  }

  private static int compareBytes(byte[] bytes, int a, int lengthA, int b, int lengthB) {
    return Arrays.compareUnsigned(bytes, a, a + lengthA, bytes, b, b + lengthB);
  }
}
