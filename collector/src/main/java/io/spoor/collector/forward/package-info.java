/**
 * How an agent hands on what it has taken: a {@code SpanWriter} that calls collectors over gRPC,
 * and sampling strategies asked from them. {@link io.spoor.collector.forward.Collectors} owns the
 * connections on one event loop; the pipeline calls from its own thread. No method takes or returns
 * null.
 */
package io.spoor.collector.forward;
