package io.spoor.collector.journal;

import io.spoor.proto.model.ProcessTags;

final class MemoryJournalTest extends JournalContract {
  @Override
  Journal open(long maxBytes, ProcessTags tags) {
    return new MemoryJournal(maxBytes, tags, registry);
  }
}
