package io.spoor.storage.elasticsearch.write;

/** What to do about a document that was not stored. */
enum Verdict {
  /** Trouble of the server's, or of whoever cares for it: the same document may be taken later. */
  AGAIN,
  /** The document is not to the index's liking. */
  REFUSED;

  static Verdict of(BulkAnswer.Failure failure) {
    int status = failure.status();
    // 401 and 403: an operator changes rights, lifts blocks, frees disks. 409: two collectors
    // update one service. 404: an index or alias that is not there yet.
    if (status >= 500
        || status == 401
        || status == 403
        || status == 404
        || status == 408
        || status == 409
        || status == 429) {
      return AGAIN;
    }
    return isOfTheIndex(failure) ? AGAIN : REFUSED;
  }

  /** Answers of 400 that are not about the document. */
  private static boolean isOfTheIndex(BulkAnswer.Failure failure) {
    String type = failure.type();
    String reason = failure.reason();
    return type.startsWith("validation_exception")
        || type.startsWith("cluster_block_exception")
        || type.startsWith("invalid_index_name_exception")
        || reason.contains("maximum shards open")
        || reason.contains("maximum normal shards open")
        || reason.contains("no write index is defined")
        || reason.contains("has more than one indices associated with it");
  }

  /** Whether the index lacks a primary shard: the server has waited for it. */
  static boolean isShardless(BulkAnswer.Failure failure) {
    return failure.type().startsWith("unavailable_shards_exception");
  }

  /** What an operator should know besides the server's words. */
  static String hint(BulkAnswer.Failure failure) {
    return failure.reason().contains("require_alias") ? " (run es-rollover init)" : "";
  }
}
