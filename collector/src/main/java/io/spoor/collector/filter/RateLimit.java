package io.spoor.collector.filter;

import static java.util.Objects.requireNonNull;

/**
 * How many spans a second a service may store in this collector.
 *
 * @param service each service that matches has a limit of its own
 * @param burst spans that may come at once after a silence
 */
record RateLimit(Glob service, double spansPerSecond, double burst) {
  RateLimit {
    requireNonNull(service, "service");
  }
}
