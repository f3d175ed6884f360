package io.spoor.storage.embedded;

import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.LatestTraces;
import io.spoor.storage.SpanPredicate;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/**
 * One search: the newest first, and no further than needed. Slices, segments and runs of chunks are
 * visited from the latest start down; when the latest of the next cannot beat what has been found,
 * it is passed over. Candidates are checked span by span. Confined to one thread.
 */
final class Search {
  /** Runs of chunks taken at once: one at first, then twice as many each time, up to this. */
  private static final int MAX_RUNS_AT_ONCE = 128;

  /** Candidates of some runs that are checked by time before the rest are checked by place. */
  private static final int LATEST_FIRST = 128;

  private final TraceQuery query;
  private final Clauses clauses;
  private final SpanPredicate predicate;
  private final LatestTraces top;
  private final StoredChunk chunk = new StoredChunk();
  // Candidates of some runs: latest possible start, and which chunk it is.
  private long[] bounds = new long[256];
  private int[] docs = new int[256];

  private Search(byte[] tenant, TraceQuery query) {
    this.query = query;
    this.predicate = new SpanPredicate(query);
    this.clauses = Clauses.of(tenant, query, predicate.tags());
    this.top = new LatestTraces(query.limit());
  }

  /** Ids of the traces found, the one with the latest matching span first. */
  static List<TraceId> run(Snapshot snapshot, byte[] tenant, TraceQuery query)
      throws IOException, DecodeException {
    query.check();
    Search search = new Search(tenant, query);
    List<Snapshot.View> views = new ArrayList<>(snapshot.views());
    views.sort(Comparator.comparingLong(Snapshot.View::latestMicros).reversed());
    for (Snapshot.View view : views) {
      if (view.earliestMicros() <= query.startMaxMicros()
          && search.worthwhile(view.latestMicros())) {
        search.slice(view);
      }
    }
    return search.top.ids();
  }

  private record Segment(LeafReader leaf, TimeBlocks blocks) {
    long latest() {
      return blocks.latest();
    }
  }

  private void slice(Snapshot.View view) throws IOException, DecodeException {
    List<Segment> segments = new ArrayList<>();
    for (LeafReaderContext context : view.reader().leaves()) {
      segments.add(new Segment(context.reader(), view.slice().blocks(context.reader())));
    }
    segments.sort(Comparator.comparingLong(Segment::latest).reversed());
    for (Segment segment : segments) {
      if (!worthwhile(segment.latest())) {
        return;
      }
      Optional<Clauses.Candidates> candidates = clauses.in(segment.leaf);
      if (candidates.isPresent()) {
        segment(segment, candidates.get());
      }
    }
  }

  private boolean worthwhile(long latest) {
    return latest >= query.startMinMicros() && top.wants(Math.min(latest, query.startMaxMicros()));
  }

  private void segment(Segment segment, Clauses.Candidates candidates)
      throws IOException, DecodeException {
    int runs = 1;
    for (int to = segment.blocks.count(); to > 0; ) {
      int from = Math.max(0, to - runs);
      if (worthwhile(segment.blocks.latest(from, to))) {
        int found = collect(segment.leaf, candidates, from << TimeBlocks.SHIFT, end(segment, to));
        check(segment.leaf, found);
      }
      to = from;
      runs = Math.min(runs * 2, MAX_RUNS_AT_ONCE);
    }
  }

  private static int end(Segment segment, int block) {
    return (int) Math.min((long) block << TimeBlocks.SHIFT, segment.leaf.maxDoc());
  }

  /** Gathers the candidates from one chunk to another; says how many. */
  private int collect(LeafReader leaf, Clauses.Candidates candidates, int from, int to)
      throws IOException {
    NumericDocValues last = leaf.getNumericDocValues(ChunkDocument.LAST);
    NumericDocValues spread = leaf.getNumericDocValues(ChunkDocument.SPREAD);
    NumericDocValues slowest = leaf.getNumericDocValues(ChunkDocument.SLOWEST);
    NumericDocValues fastest = leaf.getNumericDocValues(ChunkDocument.FASTEST);
    long slow =
        query.durationMinMicros().isPresent()
            ? Coarse.duration(query.durationMinMicros().getAsLong())
            : -1;
    long fast =
        query.durationMaxMicros().isPresent()
            ? Coarse.duration(query.durationMaxMicros().getAsLong())
            : Long.MAX_VALUE;
    Bits live = leaf.getLiveDocs();
    int count = 0;
    DocIdSetIterator iterator = candidates.iterator();
    for (int doc = iterator.advance(from); doc < to; doc = iterator.nextDoc()) {
      if ((live != null && !live.get(doc)) || !last.advanceExact(doc)) {
        continue;
      }
      long latest = last.longValue();
      long bound = Math.min(latest, query.startMaxMicros());
      if (latest < query.startMinMicros() || !top.wants(bound)) {
        continue;
      }
      if (latest > query.startMaxMicros()
          && spread.advanceExact(doc)
          && Coarse.earliest(latest, spread.longValue()) > query.startMaxMicros()) {
        continue;
      }
      if (slow > 0 && slowest.advanceExact(doc) && slowest.longValue() < slow) {
        continue;
      }
      if (fast < Long.MAX_VALUE && fastest.advanceExact(doc) && fastest.longValue() > fast) {
        continue;
      }
      count = add(count, bound, doc);
    }
    return count;
  }

  private int add(int count, long bound, int doc) {
    if (count == docs.length) {
      bounds = Arrays.copyOf(bounds, count * 2);
      docs = Arrays.copyOf(docs, count * 2);
    }
    bounds[count] = bound;
    docs[count] = doc;
    return count + 1;
  }

  /**
   * Checks the gathered candidates: the latest first, because mostly a few are taken of many. Where
   * those do not suffice, the rest follow as they lie, so that no block is decompressed twice.
   */
  private void check(LeafReader leaf, int count) throws IOException, DecodeException {
    CandidateHeap heap = new CandidateHeap(bounds, docs, count);
    chunk.open(leaf);
    for (int i = 0; i < LATEST_FIRST && !heap.isEmpty() && top.wants(heap.bound()); i++) {
      checkOne(heap.doc());
      heap.pop();
    }
    if (!heap.isEmpty() && top.wants(heap.bound())) {
      for (int doc : heap.restInOrder()) {
        checkOne(doc);
      }
    }
  }

  private void checkOne(int doc) throws IOException, DecodeException {
    byte[] bytes = chunk.read(doc);
    long match = predicate.latestMatch(bytes, StoredChunk.BATCHES_AT);
    if (match != SpanPredicate.NO_MATCH) {
      top.add(StoredChunk.traceId(bytes), match);
    }
  }
}
