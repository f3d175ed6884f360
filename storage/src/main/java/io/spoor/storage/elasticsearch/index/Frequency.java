package io.spoor.storage.elasticsearch.index;

import java.time.Duration;

/** How often a new index begins. */
public enum Frequency {
  DAY(Duration.ofDays(1)),
  HOUR(Duration.ofHours(1));

  private final Duration length;

  Frequency(Duration length) {
    this.length = length;
  }

  Duration length() {
    return length;
  }
}
