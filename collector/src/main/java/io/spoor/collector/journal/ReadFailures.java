package io.spoor.collector.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a bad place on the disk from a disk that is away for a while: a segment is read over gaps
 * after a few tries, seconds apart, and only while the journal can be written. State is guarded by
 * the {@link Backlog}'s monitor.
 */
final class ReadFailures {
  private static final Logger LOG = LoggerFactory.getLogger(ReadFailures.class);

  private final Backlog backlog;
  private final JournalFiles files;
  private final JournalMetrics metrics;
  private final LongSupplier nanoTime;
  private boolean writable = true;

  ReadFailures(Backlog backlog, JournalFiles files, JournalMetrics metrics, LongSupplier nanoTime) {
    this.backlog = backlog;
    this.files = files;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  /** A try to read that segment has failed. The monitor is held. */
  void note(Segment segment, IOException cause) {
    if (writable && !(cause instanceof NoSuchFileException)) {
      segment.readFailed(nanoTime.getAsLong());
    }
  }

  /** Whether the disk does its part, as far as the journal's writer knows. Any thread. */
  void writable(boolean isSo) {
    synchronized (backlog) {
      writable = isSo;
    }
  }

  /** A block was found that the disk does not give back. The taker's thread. */
  void gap(Segment segment, long position, IOException cause) {
    synchronized (backlog) {
      metrics.unreadable(UnreadablePlaces.BLOCK);
      if (!segment.keepsFile()) {
        tell(files, segment.header().fileName(), position, cause);
      }
      segment.keepFile();
    }
  }

  /** Tells of the first such block of a file. */
  static void tell(JournalFiles files, String name, long position, IOException cause) {
    LOG.error(
        "Journal {}/{}: the disk does not give back what stands at {} ({}): the records there are lost, those behind"
            + " it are delivered, and then the file is kept with {} behind its name",
        files,
        name,
        position,
        cause.getMessage(),
        SegmentNames.SET_ASIDE);
  }
}
