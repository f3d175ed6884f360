package io.spoor.collector.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the files of spent segments: one or two are kept to be used again, those with
 * places that cannot be read are kept for a person, the others go. Journal thread only.
 */
final class Disposal {
  private static final int MAX_SPARES = 2;

  private final JournalFiles files;
  private final JournalMetrics metrics;
  private final Backlog backlog;
  private final long minSpareBytes;
  // No spares are kept above it: a growing backlog uses them up before the disk is full.
  private final long maxSpareDisk;
  private final ArrayDeque<String> spares = new ArrayDeque<>();

  Disposal(JournalFiles files, JournalOptions options, JournalMetrics metrics, Backlog backlog) {
    this.files = files;
    this.metrics = metrics;
    this.backlog = backlog;
    this.minSpareBytes = options.segmentBytes() / 2;
    this.maxSpareDisk = options.maxBytes() / 2;
  }

  /** A file to be used again, the caller's from now on. */
  Optional<String> spare() {
    return Optional.ofNullable(spares.poll());
  }

  /**
   * One whose file makes trouble does not keep the others from being seen to.
   *
   * @throws IOException what the last of them that failed had
   */
  void of(List<Segment> spent) throws IOException {
    Optional<IOException> failure = Optional.empty();
    for (Segment segment : spent) {
      try {
        dispose(segment);
      } catch (NoSuchFileException e) {
        // Somebody was quicker.
        backlog.deleted(segment);
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void dispose(Segment segment) throws IOException {
    SegmentHeader header = segment.header();
    if (backlog.keepsFile(segment)) {
      SegmentNames.setAside(files, metrics, header.fileName(), "places in it cannot be read");
    } else if (spares.size() < MAX_SPARES
        && segment.end() >= minSpareBytes
        && backlog.diskBytes() <= maxSpareDisk) {
      files.rename(header.fileName(), header.spareName());
      // Or else, after a power failure, its old name could stand over its new content.
      files.forceDirectory();
      spares.add(header.spareName());
    } else {
      files.delete(header.fileName());
    }
    backlog.deleted(segment);
  }
}
