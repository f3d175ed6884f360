package io.spoor.storage.elasticsearch;

/** What opening the store does with the cluster. */
public enum AtStart {
  /** Fails while no server answers. */
  MUST_ANSWER,
  /** Asks it and prepares its indices, and goes on by itself while it does not answer. */
  IS_ASKED,
  /** Nothing: the credentials are those of callers, and none has come yet. */
  IS_LEFT_ALONE
}
