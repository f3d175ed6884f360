package io.spoor.storage.embedded;

import io.spoor.storage.StorageException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slices of a store: the newest is written, the others are only read, and go when they are too
 * old. Index thread only, but for {@link #snapshot} and the figures.
 */
final class Slices {
  private static final Logger LOG = LoggerFactory.getLogger(Slices.class);
  private static final Duration FINISH_PATIENCE = Duration.ofSeconds(30);

  private final Shelf shelf;
  private final Clock clock;
  private final long retentionMillis;
  private final long lengthMillis;
  // Waits for the merges of slices that are not written any more.
  private final ExecutorService finisher =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "spoor-embedded-finisher");
            thread.setDaemon(true);
            return thread;
          });
  // Oldest first; replaced as a whole.
  private volatile List<Slice> slices = List.of();
  private volatile boolean closed;
  private Slice writing;
  private boolean damaged;

  Slices(Shelf shelf, Clock clock, Duration retention, Duration length) {
    this.shelf = shelf;
    this.clock = clock;
    this.retentionMillis = retention.toMillis();
    this.lengthMillis = length.toMillis();
  }

  /** Opens what is on the shelf. Fails with words for an operator. */
  void open() {
    SliceName opening = null;
    try {
      List<SliceName> names = shelf.slices();
      List<Slice> opened = new ArrayList<>();
      slices = opened;
      for (SliceName name : names) {
        opening = name;
        boolean last = name.equals(names.get(names.size() - 1));
        boolean current = last && isCurrent(name);
        openOne(name, current).ifPresent(opened::add);
        if (current) {
          writing = opened.get(opened.size() - 1);
        }
      }
      slices = List.copyOf(opened);
      dropExpired();
      opening = null;
      current();
    } catch (IOException | RuntimeException e) {
      if (e instanceof StorageException known) {
        throw known;
      }
      String which = opening == null ? "" : " " + opening;
      throw new StorageException(
          StorageException.Kind.PERMANENT,
          "embedded store: slice" + which + " cannot be opened (move it away to go on): " + e,
          e);
    }
  }

  private java.util.Optional<Slice> openOne(SliceName name, boolean current) throws IOException {
    Directory directory = shelf.open(name);
    try {
      if (current) {
        return java.util.Optional.of(Slice.openForWriting(name, directory));
      }
      if (DirectoryReader.indexExists(directory) || !isUnborn(directory)) {
        return java.util.Optional.of(Slice.openForReading(name, directory));
      }
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(directory);
      throw e;
    }
    directory.close();
    shelf.drop(name);
    return java.util.Optional.empty();
  }

  /** Whether a crash came before the first commit, when nothing had been written. */
  private static boolean isUnborn(Directory directory) throws IOException {
    for (String file : directory.listAll()) {
      if (!file.equals("write.lock") && !file.startsWith("pending_segments")) {
        return false;
      }
    }
    return true;
  }

  /** The slice to write to now: a new one when the last one's time is over. */
  Slice current() throws IOException {
    if (writing != null && isCurrent(writing.name())) {
      if (damaged) {
        writing.reopen();
        damaged = false;
      }
      return writing;
    }
    List<Slice> before = slices;
    Slice newest = before.isEmpty() ? null : before.get(before.size() - 1);
    SliceName name = SliceName.at(clock.millis(), lengthMillis);
    if (newest != null && name.fromMillis() < newest.name().toMillis()) {
      // Another slice length was in force, or this slice has been left before: start behind it.
      long from = newest.name().toMillis();
      name = new SliceName(from, Math.max(name.toMillis(), from + 1));
    }
    Directory directory = shelf.open(name);
    Slice opened;
    try {
      opened = Slice.openForWriting(name, directory);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(directory);
      throw e;
    }
    List<Slice> after = new ArrayList<>(before);
    after.add(opened);
    slices = List.copyOf(after);
    damaged = false;
    if (writing != null) {
      Slice finished = writing;
      finisher.execute(() -> finish(finished));
    }
    writing = opened;
    return opened;
  }

  /** While nothing is written: lets go of files that merges have replaced since the last commit. */
  void settle() throws IOException {
    if (writing != null && !damaged) {
      writing.settle();
    }
  }

  /**
   * Says that the current slice has failed: it goes back to its last commit before its next use.
   */
  void markDamaged() {
    damaged = true;
  }

  /** Drops slices whose last arrival is older than the retention. */
  void dropExpired() {
    if (retentionMillis == 0) {
      return;
    }
    long oldest = clock.millis() - retentionMillis;
    List<Slice> kept = new ArrayList<>(slices);
    while (!kept.isEmpty() && kept.get(0).name().toMillis() <= oldest) {
      Slice expired = kept.remove(0);
      slices = List.copyOf(kept);
      if (expired == writing) {
        writing = null;
      }
      try {
        finisher.submit(() -> {}).get();
        expired.close();
        shelf.drop(expired.name());
        LOG.info("dropped {}: older than the retention", expired.name());
      } catch (IOException | RuntimeException | java.util.concurrent.ExecutionException e) {
        LOG.error("cannot drop {}; it will be tried again at the next start", expired.name(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  Snapshot snapshot() {
    while (true) {
      List<Slice> seen = slices;
      try {
        return new Snapshot(seen);
      } catch (IllegalStateException e) {
        if (closed || seen == slices) {
          throw new StorageException(StorageException.Kind.PERMANENT, "the store is closed", e);
        }
      }
    }
  }

  int count() {
    return slices.size();
  }

  long bytes() throws IOException {
    return shelf.bytes();
  }

  /** What is committed stays; the rest goes. Blocks for merges that a finished slice waits for. */
  void close() throws IOException {
    closed = true;
    finisher.shutdown();
    try {
      if (!finisher.awaitTermination(FINISH_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("merges of a finished slice go on; they are left");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<java.io.Closeable> all = new ArrayList<>();
    for (Slice slice : slices) {
      all.add(slice::close);
    }
    all.add(shelf::close);
    IOUtils.close(all);
  }

  private boolean isCurrent(SliceName name) {
    // A clock that goes back stays in the slice it was in.
    return clock.millis() < name.toMillis();
  }

  private static void finish(Slice slice) {
    try {
      slice.finishWriting();
    } catch (IOException | RuntimeException e) {
      LOG.error("merges of {} did not finish; it is readable as it is", slice.name(), e);
    }
  }
}
