/**
 * The one model: {@code jaeger.api_v2} spans as normalized wire bytes.
 *
 * <p>Decoders write it through {@link io.spoor.proto.model.SpanBatchBuilder}, stores keep its
 * bytes, readers hand it out again. Batches are immutable and safe on any thread; builders are
 * confined to one. No method takes or returns null.
 */
package io.spoor.proto.model;
