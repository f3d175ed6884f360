/**
 * OTLP traces in protobuf, read straight from the wire into the one model (contract: collector.md
 * §5.3). Two walks over the same bytes: {@code OtlpCheck} proves that they can be decoded, {@code
 * OtlpDecoder} writes. Reached through {@link io.spoor.proto.otlp.OtlpProtoCodec}, on any thread.
 * No method takes or returns null.
 */
package io.spoor.proto.otlp;
