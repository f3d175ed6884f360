package io.spoor.storage.embedded;

import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One merge thread. A failed merge loses nothing, its sources stay: it is said and tried again when
 * the next one is due.
 */
final class LoggingMergeScheduler extends ConcurrentMergeScheduler {
  private static final Logger LOG = LoggerFactory.getLogger(LoggingMergeScheduler.class);

  /** Merges that may wait before the index thread does. */
  private static final int WAITING_MERGES = 6;

  LoggingMergeScheduler() {
    setMaxMergesAndThreads(WAITING_MERGES, 1);
  }

  @Override
  protected void handleMergeException(Throwable failure) {
    LOG.error("a merge of the embedded store failed; its segments stay as they are", failure);
  }
}
