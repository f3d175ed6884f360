package io.spoor.collector.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file of the journal. One thread writes; another may read at the same time through a
 * second one, opened by the same name.
 */
interface JournalFile extends Closeable {

  /**
   * Writes all of {@code source} behind what was appended last. After an exception any part of it
   * may be there.
   */
  void append(ByteBuffer source) throws IOException;

  /**
   * Makes the file at least {@code size} long, with zeros that later appends overwrite: a sync that
   * does not have to note a new size costs the file system a good deal less.
   */
  void allocate(long size) throws IOException;

  /**
   * Makes what was appended durable. After an exception it is unknown what is, also after a later
   * call that succeeds.
   */
  void force() throws IOException;

  /**
   * Reads some bytes, at most as many as {@code target} has room for.
   *
   * @return how many, or -1 at the end of the file
   */
  int read(ByteBuffer target, long position) throws IOException;

  long size() throws IOException;

  /** Cuts the file off at {@code size}. */
  void truncate(long size) throws IOException;
}
