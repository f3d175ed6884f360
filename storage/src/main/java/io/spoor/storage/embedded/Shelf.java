package io.spoor.storage.embedded;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.store.Directory;

/** Where slices stand. One thread at a time. */
interface Shelf {

  /** Slices that are there, oldest first. */
  List<SliceName> slices() throws IOException;

  /** The slice's directory, new if it is not there. The caller closes it. */
  Directory open(SliceName slice) throws IOException;

  /** Deletes a slice whose directory has been closed. */
  void drop(SliceName slice) throws IOException;

  /** Bytes that all slices take. */
  long bytes() throws IOException;

  /** Lets others have it. */
  void close() throws IOException;
}
