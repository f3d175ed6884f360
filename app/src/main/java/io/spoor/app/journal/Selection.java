package io.spoor.app.journal;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.collector.Received;
import io.spoor.collector.journal.StoredRecord;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Which records are meant.
 *
 * @param tenant empty = all
 * @param since received then or later
 * @param until received before
 * @param released whether also those that the store has
 */
record Selection(
    Optional<String> tenant, Optional<Instant> since, Optional<Instant> until, boolean released) {
  private static final Flag TENANT =
      Flag.spoor(
          "tenant", Type.TEXT, "", "This tenant's records alone; --tenant= is the default tenant");
  private static final Flag SINCE =
      Flag.spoor("since", Type.TEXT, "", "Received then or later, such as 2024-01-31T12:00:00Z");
  private static final Flag UNTIL = Flag.spoor("until", Type.TEXT, "", "Received before that");
  private static final Flag RELEASED =
      Flag.spoor("released", Type.BOOLEAN, "false", "Also records that the store has taken");

  static FlagGroup group() {
    return new FlagGroup(
        "export and replay: which records", List.of(TENANT, SINCE, UNTIL, RELEASED));
  }

  static Selection read(Settings settings) {
    return new Selection(
        settings.isGiven(TENANT) ? Optional.of(settings.text(TENANT)) : Optional.empty(),
        settings.read(SINCE, Selection::instant),
        settings.read(UNTIL, Selection::instant),
        settings.bool(RELEASED));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("want a time such as 2024-01-31T12:00:00Z", e);
    }
  }

  boolean includes(StoredRecord record) {
    Received received = record.delivery().received();
    Instant at = Instant.ofEpochMilli(received.receivedAtMillis());
    return (released || !record.isReleased())
        && tenant.map(received.tenant().id()::equals).orElse(true)
        && since.map(from -> !at.isBefore(from)).orElse(true)
        && until.map(at::isBefore).orElse(true);
  }
}
