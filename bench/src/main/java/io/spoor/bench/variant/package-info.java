/**
 * Experiment 1 (proto/RATIONALE.md): ways from the wire to a document or a chunk. The three classes
 * {@code StringVariant}, {@code BytesVariant} and {@code LazyVariant} differ only in the generated
 * classes they use. Run by hand, one thread.
 */
package io.spoor.bench.variant;
