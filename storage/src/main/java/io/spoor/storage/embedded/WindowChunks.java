package io.spoor.storage.embedded;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.Tenant;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;

/**
 * Groups the spans of a window by trace and writes them as chunks, traces in the order they came,
 * so that a trace lies together on disk. Index thread only.
 */
final class WindowChunks {
  /** A chunk is read as a whole, so huge spans do not share one. */
  private static final int MAX_CHUNK_BYTES = 128 << 10;

  private final int chunkSpans;
  private final ChunkDocument document = new ChunkDocument();
  private final SpanBatch[] batches;
  private final int[] indexes;

  WindowChunks(int chunkSpans) {
    this.chunkSpans = chunkSpans;
    this.batches = new SpanBatch[chunkSpans];
    this.indexes = new int[chunkSpans];
  }

  /** Adds the window's chunks to the index and says what they were. */
  Written write(Iterable<PendingWrite> window, IndexWriter index)
      throws IOException, DecodeException {
    Map<Tenant, byte[]> prefixes = new HashMap<>();
    Map<Key, Group> groups = new LinkedHashMap<>();
    Written written = new Written();
    for (PendingWrite write : window) {
      SpanBatch batch = write.batch();
      Group group = null;
      for (int i = 0; i < batch.size(); i++) {
        long high = batch.traceIdHigh(i);
        long low = batch.traceIdLow(i);
        if (group == null || !group.key.is(high, low)) {
          group = groups.computeIfAbsent(new Key(write.tenant(), high, low), Group::new);
        }
        group.add(batch, i);
        written.add(batch.startMicros(i));
      }
    }
    for (Group group : groups.values()) {
      byte[] prefix = prefixes.computeIfAbsent(group.key.tenant, TermWriter::prefix);
      write(prefix, group, index, written);
      written.traces.add(group.key);
    }
    Arrays.fill(batches, null);
    return written;
  }

  private void write(byte[] tenant, Group group, IndexWriter index, Written written)
      throws IOException, DecodeException {
    int at = 0;
    while (at < group.size) {
      int count = 0;
      long bytes = 0;
      while (at < group.size && count < chunkSpans && bytes < MAX_CHUNK_BYTES) {
        batches[count] = group.batches[at];
        indexes[count] = group.indexes[at];
        bytes += batches[count].spanLength(indexes[count]);
        count++;
        at++;
      }
      index.addDocument(document.of(tenant, batches, indexes, count));
      written.chunks++;
    }
  }

  /** A trace of a tenant. */
  record Key(Tenant tenant, long high, long low) {
    boolean is(long otherHigh, long otherLow) {
      return low == otherLow && high == otherHigh;
    }

    @Override
    public int hashCode() {
      return Long.hashCode((low * 0x9e3779b97f4a7c15L) ^ high);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && is(key.high, key.low) && tenant.equals(key.tenant);
    }
  }

  private static final class Group {
    final Key key;
    SpanBatch[] batches = new SpanBatch[4];
    int[] indexes = new int[4];
    int size;

    Group(Key key) {
      this.key = key;
    }

    void add(SpanBatch batch, int index) {
      if (size == indexes.length) {
        batches = Arrays.copyOf(batches, size * 2);
        indexes = Arrays.copyOf(indexes, size * 2);
      }
      batches[size] = batch;
      indexes[size++] = index;
    }
  }

  /** What a window held. */
  static final class Written {
    final java.util.List<Key> traces = new java.util.ArrayList<>();
    long spans;
    long chunks;
    long earliestMicros = Long.MAX_VALUE;
    long latestMicros = Long.MIN_VALUE;

    private void add(long startMicros) {
      spans++;
      earliestMicros = Math.min(earliestMicros, startMicros);
      latestMicros = Math.max(latestMicros, startMicros);
    }
  }
}
