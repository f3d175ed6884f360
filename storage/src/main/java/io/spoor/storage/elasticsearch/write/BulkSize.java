package io.spoor.storage.elasticsearch.write;

/**
 * How much a request holds. A server that is too slow for one of full size before the client's
 * patience ends would never store a document of it, however often it is asked: each request that is
 * not answered makes the next ones half as large, each that is answered a sixteenth larger. One
 * event loop.
 */
final class BulkSize {
  /** With fewer, a server spends its time on requests rather than on documents. */
  static final int LEAST_ACTIONS = 16;

  private final int mostActions;
  private final long mostBytes;
  private int actions;

  BulkSize(int mostActions, long mostBytes) {
    this.mostActions = mostActions;
    this.mostBytes = mostBytes;
    this.actions = mostActions;
  }

  int actions() {
    return actions;
  }

  long bytes() {
    return actions == mostActions ? mostBytes : Math.max(1, mostBytes * actions / mostActions);
  }

  /** A request of so many documents got no answer. */
  void unanswered(int documents) {
    // Several of one size under way together count once.
    actions = Math.min(actions, Math.max(Math.min(LEAST_ACTIONS, mostActions), documents / 2));
  }

  /** A request was answered, whatever the answer. */
  void answered() {
    actions = Math.min(mostActions, actions + actions / 16 + 1);
  }
}
