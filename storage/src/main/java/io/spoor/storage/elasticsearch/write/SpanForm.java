package io.spoor.storage.elasticsearch.write;

import io.spoor.storage.elasticsearch.index.IndexSet;

/** What documents spans become. */
public enum SpanForm {
  /** One for each span, as Jaeger writes and reads them. */
  JAEGER(IndexSet.SPAN),
  /** One for a few spans of a trace, in indices of their own: Jaeger cannot read them. */
  LEAN(IndexSet.LEAN);

  private final IndexSet set;

  SpanForm(IndexSet set) {
    this.set = set;
  }

  /** Where they are written. */
  IndexSet set() {
    return set;
  }
}
