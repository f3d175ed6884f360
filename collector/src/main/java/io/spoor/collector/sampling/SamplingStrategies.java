package io.spoor.collector.sampling;

import io.vertx.core.Future;

/** Answers clients that ask how much of their traces to keep. Any thread. */
public interface SamplingStrategies {

  /**
   * The strategy for a service, known or not.
   *
   * @param service as the client spells it: case counts
   * @return fails if whoever knows cannot be asked
   */
  Future<SamplingStrategy> of(String service);
}
