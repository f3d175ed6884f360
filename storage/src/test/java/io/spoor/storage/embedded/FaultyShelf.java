package io.spoor.storage.embedded;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** A shelf whose disk fails when it is told to. */
final class FaultyShelf implements Shelf {
  volatile Fault fault = Fault.NONE;
  private final Shelf shelf;

  enum Fault {
    NONE,
    CREATE,
    SYNC,
    RENAME
  }

  FaultyShelf(Shelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public List<SliceName> slices() throws IOException {
    return shelf.slices();
  }

  @Override
  public Directory open(SliceName slice) throws IOException {
    return new FaultyDirectory(shelf.open(slice));
  }

  @Override
  public void drop(SliceName slice) throws IOException {
    shelf.drop(slice);
  }

  @Override
  public long bytes() throws IOException {
    return shelf.bytes();
  }

  @Override
  public void close() throws IOException {
    shelf.close();
  }

  private final class FaultyDirectory extends FilterDirectory {
    FaultyDirectory(Directory directory) {
      super(directory);
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      failIf(Fault.CREATE);
      return super.createOutput(name, context);
    }

    @Override
    public void sync(Collection<String> names) throws IOException {
      failIf(Fault.SYNC);
      super.sync(names);
    }

    @Override
    public void rename(String source, String target) throws IOException {
      failIf(Fault.RENAME);
      super.rename(source, target);
    }

    private void failIf(Fault now) throws IOException {
      if (fault == now) {
        throw new IOException("No space left on device");
      }
    }
  }
}
