package io.spoor.storage.embedded;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/** Slices on the heap: gone with the process. */
final class RamShelf implements Shelf {
  private final Map<SliceName, Directory> directories =
      new ConcurrentSkipListMap<>(SliceName.OLDEST_FIRST);

  @Override
  public List<SliceName> slices() {
    return List.copyOf(directories.keySet());
  }

  @Override
  public Directory open(SliceName slice) {
    return directories.computeIfAbsent(slice, name -> new ByteBuffersDirectory());
  }

  @Override
  public void drop(SliceName slice) {
    directories.remove(slice);
  }

  @Override
  public long bytes() throws IOException {
    long sum = 0;
    for (Directory directory : directories.values()) {
      for (String file : directory.listAll()) {
        sum += directory.fileLength(file);
      }
    }
    return sum;
  }

  @Override
  public void close() {
    directories.clear();
  }
}
