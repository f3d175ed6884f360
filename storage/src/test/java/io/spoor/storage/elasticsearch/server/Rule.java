package io.spoor.storage.elasticsearch.server;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Which requests a behaviour is for, and how many more of them. */
final class Rule {
  private final Predicate<RecordedRequest> which;
  private final Behaviour behaviour;
  private final AtomicLong left;

  Rule(Predicate<RecordedRequest> which, Behaviour behaviour, long times) {
    this.which = which;
    this.behaviour = behaviour;
    this.left = new AtomicLong(times);
  }

  Behaviour behaviour() {
    return behaviour;
  }

  /** Whether it takes the request, which then counts. */
  boolean takes(RecordedRequest request) {
    return which.test(request) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }
}
