package io.spoor.collector.journal;

import static java.util.Objects.requireNonNull;

/**
 * A record as {@link JournalReader} finds it on disk.
 *
 * @param segment the file it stands in
 * @param isReleased whether the store has it, as far as the journal noted
 * @param isVerified whether its header is known to be what was written, and not only its body: not
 *     so when it was taken out of a segment whose own header is damaged beyond use
 */
public record StoredRecord(
    String segment, Delivery delivery, boolean isReleased, boolean isVerified) {
  public StoredRecord {
    requireNonNull(segment, "segment");
    requireNonNull(delivery, "delivery");
  }
}
