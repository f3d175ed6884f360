/**
 * The embedded store: Lucene indices on disk, or in RAM for {@code memory}.
 *
 * <p>Spans of a trace that arrive in one window become one Lucene document, a <em>chunk</em>: the
 * spans' model bytes, compressed, and the terms they are found by. Windows end with a commit, after
 * which their writes are durable and visible. Indices are <em>slices</em> of arrival time, so that
 * retention drops directories.
 *
 * <p>One index thread owns all writing; reads run on a bounded worker pool over immutable
 * snapshots. The public classes may be called from any thread. No method takes or returns null.
 */
package io.spoor.storage.embedded;
