/**
 * The storage SPI: the roles a store plays for those above it ({@link io.spoor.storage.SpanWriter}
 * for the collector, {@link io.spoor.storage.TraceReader} for query) and the one component that
 * holds them, {@link io.spoor.storage.SpanStorage}. Any thread may call; futures complete on the
 * caller's Vert.x context where there is one. What every store must do is written as tests: the
 * contract kit beside this package's tests. No method takes or returns null.
 */
package io.spoor.storage;
