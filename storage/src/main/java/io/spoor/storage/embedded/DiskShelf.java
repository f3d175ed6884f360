package io.spoor.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.storage.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.NativeFSLockFactory;
import org.apache.lucene.util.IOUtils;

/**
 * Slices as directories under one root. A marker file says that the root is ours; a lock keeps
 * other processes out.
 */
final class DiskShelf implements Shelf {
  private static final String MARKER = "spoor-spans";
  private static final String FORMAT = "1";
  private static final String LOCK = "write.lock";
  private static final String DROPPED = "dropped-";

  private final Path root;
  private final Lock lock;

  private DiskShelf(Path root, Lock lock) {
    this.root = root;
    this.lock = lock;
  }

  /** Opens the root, creating it if need be. Fails with words for an operator. */
  static DiskShelf open(Path root) {
    try {
      Files.createDirectories(root);
      checkMarker(root);
      Lock lock = lock(root);
      DiskShelf shelf = new DiskShelf(root, lock);
      try {
        shelf.mark();
        shelf.sweep();
        return shelf;
      } catch (IOException | RuntimeException e) {
        IOUtils.closeWhileHandlingException(lock);
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw unusable(root, "is not a directory", e);
    } catch (LockObtainFailedException e) {
      throw unusable(root, "is in use by another process", e);
    } catch (IOException e) {
      throw unusable(root, "cannot be used: " + e, e);
    }
  }

  @Override
  public List<SliceName> slices() throws IOException {
    List<SliceName> names = new ArrayList<>();
    for (Path path : children(root)) {
      SliceName.parse(path.getFileName().toString()).ifPresent(names::add);
    }
    names.sort(SliceName.OLDEST_FIRST);
    return names;
  }

  @Override
  public Directory open(SliceName slice) throws IOException {
    Path path = root.resolve(slice.toString());
    if (Files.notExists(path)) {
      Files.createDirectory(path);
      IOUtils.fsync(root, true);
    }
    return FSDirectory.open(path);
  }

  @Override
  public void drop(SliceName slice) throws IOException {
    // Renamed first: what a crash leaves half deleted is no slice any more.
    Path dropped = root.resolve(DROPPED + slice);
    Files.move(root.resolve(slice.toString()), dropped);
    IOUtils.fsync(root, true);
    IOUtils.rm(dropped);
  }

  @Override
  public long bytes() throws IOException {
    long sum = 0;
    for (SliceName slice : slices()) {
      for (Path file : children(root.resolve(slice.toString()))) {
        sum += sizeOf(file);
      }
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  /** 0 for a file that a merge has just replaced. */
  private static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static void checkMarker(Path root) throws IOException {
    Path marker = root.resolve(MARKER);
    if (Files.exists(marker)) {
      String format = Files.readString(marker, UTF_8).strip();
      if (!format.equals(FORMAT)) {
        throw unusable(root, "has format '" + format + "', not " + FORMAT, null);
      }
      return;
    }
    for (Path path : children(root)) {
      if (!path.getFileName().toString().equals(LOCK)) {
        throw unusable(root, "is not a span store: it holds " + path.getFileName(), null);
      }
    }
  }

  private static Lock lock(Path root) throws IOException {
    // The lock outlives this Directory object, which holds nothing open itself.
    try (FSDirectory directory = FSDirectory.open(root)) {
      return NativeFSLockFactory.INSTANCE.obtainLock(directory, LOCK);
    }
  }

  private void mark() throws IOException {
    Path marker = root.resolve(MARKER);
    if (Files.notExists(marker)) {
      Path temporary = root.resolve(LOCK + ".marker");
      Files.writeString(temporary, FORMAT + "\n", UTF_8);
      IOUtils.fsync(temporary, false);
      Files.move(temporary, marker);
      IOUtils.fsync(root, true);
    }
  }

  private void sweep() throws IOException {
    for (Path path : children(root)) {
      if (path.getFileName().toString().startsWith(DROPPED)) {
        IOUtils.rm(path);
      }
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(paths::add);
    }
    return paths;
  }

  private static StorageException unusable(Path root, String why, Throwable cause) {
    return new StorageException(
        StorageException.Kind.PERMANENT, "embedded store: " + root + " " + why, cause);
  }
}
