package io.spoor.collector.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The journal's directory, and the seam below it: everything that touches the disk goes through
 * here, so that tests can lose power, fill the disk or fail a sync at any point. Names are plain
 * file names.
 */
interface JournalFiles {

  /** Names of all files, in no order. */
  List<String> list() throws IOException;

  /** Whether a file of that name is there. */
  boolean isThere(String name);

  /**
   * Makes an empty file, or empties the one that is there. Its name is durable after {@link
   * #forceDirectory}.
   */
  JournalFile create(String name) throws IOException;

  /** Opens a file that exists. What is appended follows what is there. */
  JournalFile open(String name) throws IOException;

  /** Opens a file that exists. What is appended overwrites it from its start; its size stays. */
  JournalFile overwrite(String name) throws IOException;

  /** Renames a file to a name nobody has. */
  void rename(String from, String to) throws IOException;

  /** Renames a file to the name of another, which is gone then: at any moment it is one of them. */
  void replace(String from, String to) throws IOException;

  void delete(String name) throws IOException;

  /** Makes names durable: those of files created, renamed and deleted until now. */
  void forceDirectory() throws IOException;

  /**
   * Keeps other processes out of the directory until closed.
   *
   * @throws IOException naming the directory, if another process has it
   */
  Closeable lock() throws IOException;
}
