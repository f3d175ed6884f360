package io.spoor.storage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;

/** What was committed when a read began, in every slice. Closing it lets go of the readers. */
final class Snapshot implements AutoCloseable {
  private final List<View> views = new ArrayList<>();

  /** One slice as it was. */
  record View(Slice slice, DirectoryReader reader, long earliestMicros, long latestMicros) {}

  Snapshot(List<Slice> slices) {
    try {
      for (Slice slice : slices) {
        DirectoryReader reader = slice.acquire();
        // Read after the reader: they may be wider than it is, never narrower.
        views.add(new View(slice, reader, slice.earliestMicros(), slice.latestMicros()));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  List<View> views() {
    return views;
  }

  @Override
  public void close() {
    for (View view : views) {
      try {
        view.reader.decRef();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    views.clear();
  }
}
