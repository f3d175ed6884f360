package io.spoor.storage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;

/**
 * One index. Its writer belongs to the index thread; its reader, replaced after each commit, may be
 * acquired by any.
 */
final class Slice {
  private static final String EARLIEST = "earliest";
  private static final String LATEST = "latest";
  // A commit a second empties it: the bound is for bursts, and what a small heap can bear.
  private static final int RAM_BUFFER_MB =
      (int) Math.max(16, Math.min(256, (Runtime.getRuntime().maxMemory() / 8) >> 20));
  private static final int MERGE_FACTOR = 16;

  private final SliceName name;
  private final Directory directory;
  private final Map<IndexReader.CacheKey, TimeBlocks> blocks = new ConcurrentHashMap<>();
  private volatile DirectoryReader reader;
  private volatile boolean closed;
  // Bounds of the span starts in here; the index thread widens them before it shows new spans.
  private volatile long earliestMicros = Long.MAX_VALUE;
  private volatile long latestMicros = Long.MIN_VALUE;
  // Index thread, then finisher; null when the slice is closed for writing or has failed to reopen.
  private IndexWriter writer;

  private Slice(SliceName name, Directory directory) {
    this.name = name;
    this.directory = directory;
  }

  /** Opens it for reading and writing, and makes it if it is new. */
  static Slice openForWriting(SliceName name, Directory directory) throws IOException {
    Slice slice = new Slice(name, directory);
    slice.openWriter();
    return slice;
  }

  static Slice openForReading(SliceName name, Directory directory) throws IOException {
    Slice slice = new Slice(name, directory);
    slice.reader = DirectoryReader.open(directory);
    slice.readBounds(slice.reader.getIndexCommit().getUserData());
    return slice;
  }

  SliceName name() {
    return name;
  }

  IndexWriter writer() {
    return writer;
  }

  long earliestMicros() {
    return earliestMicros;
  }

  long latestMicros() {
    return latestMicros;
  }

  /** A reader of the last commit; the caller gives it back with {@code decRef}. */
  DirectoryReader acquire() {
    // A reader that is gone has been replaced, unless the slice is closed.
    while (!closed) {
      DirectoryReader current = reader;
      if (current.tryIncRef()) {
        return current;
      }
    }
    throw new IllegalStateException(name + " is closed");
  }

  /** Makes what was added durable, then visible. */
  void commit(long earliest, long latest) throws IOException {
    long newEarliest = Math.min(earliestMicros, earliest);
    long newLatest = Math.max(latestMicros, latest);
    writer.setLiveCommitData(
        Map.of(EARLIEST, Long.toString(newEarliest), LATEST, Long.toString(newLatest)).entrySet());
    writer.commit();
    earliestMicros = newEarliest;
    latestMicros = newLatest;
    DirectoryReader fresh = DirectoryReader.openIfChanged(reader, writer);
    if (fresh != null) {
      replaceReader(fresh);
    }
  }

  /** Commits what merges have made, so that the files it was made from can go. */
  void settle() throws IOException {
    if (writer.hasUncommittedChanges()) {
      commit(Long.MAX_VALUE, Long.MIN_VALUE);
    }
  }

  /** Back to the last commit, with a new writer. */
  void reopen() throws IOException {
    if (writer != null) {
      IndexWriter broken = writer;
      writer = null;
      try {
        broken.rollback();
      } catch (IOException | RuntimeException e) {
        // It has let go of its lock all the same; what matters is whether a new one opens.
        IOUtils.closeWhileHandlingException(broken);
      }
    }
    openWriter();
  }

  /** Waits for merges under way; readable from then on, as before. */
  void finishWriting() throws IOException {
    IndexWriter finished = writer;
    if (finished != null) {
      writer = null;
      finished.close();
      replaceReader(DirectoryReader.open(directory));
    }
  }

  /** Lets go of everything; merges under way are thrown away, commits are not. */
  void close() throws IOException {
    closed = true;
    try {
      if (writer != null) {
        writer.rollback();
      }
    } finally {
      IOUtils.close(reader, directory);
    }
  }

  TimeBlocks blocks(LeafReader leaf) {
    IndexReader.CacheHelper helper = leaf.getCoreCacheHelper();
    TimeBlocks known = blocks.get(helper.getKey());
    if (known != null) {
      return known;
    }
    try {
      TimeBlocks computed = TimeBlocks.of(leaf);
      if (blocks.putIfAbsent(helper.getKey(), computed) == null) {
        helper.addClosedListener(blocks::remove);
      }
      return computed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void openWriter() throws IOException {
    IndexWriter opened = new IndexWriter(directory, writerConfig());
    try {
      opened.commit();
      Map<String, String> data = new java.util.HashMap<>();
      Iterable<Map.Entry<String, String>> committed = opened.getLiveCommitData();
      if (committed != null) {
        committed.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
      }
      readBounds(data);
      replaceReader(DirectoryReader.open(opened));
      writer = opened;
    } catch (IOException | RuntimeException e) {
      opened.rollback();
      throw e;
    }
  }

  private IndexWriterConfig writerConfig() {
    LogByteSizeMergePolicy adjacentOnly = new LogByteSizeMergePolicy();
    adjacentOnly.setMergeFactor(MERGE_FACTOR);
    adjacentOnly.setNoCFSRatio(0);
    return new IndexWriterConfig(null)
        .setCodec(new SpoorCodec())
        .setRAMBufferSizeMB(RAM_BUFFER_MB)
        .setUseCompoundFile(false)
        .setMergePolicy(adjacentOnly)
        .setMergeScheduler(new LoggingMergeScheduler())
        .setMergedSegmentWarmer(this::blocks);
  }

  private void readBounds(Map<String, String> commitData) {
    if (commitData.containsKey(EARLIEST)) {
      earliestMicros = Math.min(earliestMicros, Long.parseLong(commitData.get(EARLIEST)));
      latestMicros = Math.max(latestMicros, Long.parseLong(commitData.get(LATEST)));
    }
  }

  private void replaceReader(DirectoryReader fresh) throws IOException {
    DirectoryReader old = reader;
    reader = fresh;
    if (old != null) {
      old.decRef();
    }
  }
}
