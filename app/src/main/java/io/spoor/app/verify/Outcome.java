package io.spoor.app.verify;

import java.util.Locale;

/** What became of a canary. */
enum Outcome {
  /** Acknowledged, if the protocol has answers, and shown as it was sent. */
  FOUND,
  /** Taken, and not shown whole in time. */
  LOST,
  /** Shown with a span twice. */
  TWICE,
  /** Shown with spans that are not as they were sent. */
  CHANGED,
  /** Not taken: the collector said so. */
  REFUSED,
  /** Nobody answered at the protocol's port: whether it was taken is unknown. */
  UNANSWERED,
  /** Taken, and query gave no answer that could tell more. */
  UNREADABLE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
