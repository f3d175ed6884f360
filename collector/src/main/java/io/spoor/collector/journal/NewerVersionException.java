package io.spoor.collector.journal;

import java.io.IOException;

/**
 * A newer Spoor has written what this one does not know. It is intact, so it is neither skipped nor
 * set aside: the start ends, and the newer Spoor, or an export by it, takes the records out.
 */
final class NewerVersionException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what was found, such as "version 2"
   * @param known the newest that this program knows
   */
  NewerVersionException(String file, String what, String known) {
    super(
        "journal segment "
            + file
            + " was written by a newer version of Spoor ("
            + what
            + "; this one knows "
            + known
            + "): start that one, or let it empty the journal first");
  }
}
