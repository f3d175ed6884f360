/**
 * Jaeger's own protobuf as port 14250 gets it, read straight from the wire into the one model
 * (contract: collector.md §1.2). The shape is the model's already: what is left to do is to check,
 * to repair and to put the fields in order. {@code JaegerCheck} walks first and proves that {@code
 * JaegerDecoder} will do. Reached through {@link io.spoor.proto.jaeger.JaegerProtoCodec}, on any
 * thread. No method takes or returns null.
 */
package io.spoor.proto.jaeger;
