/**
 * Thrift's binary and compact protocols, and {@code jaeger.Batch} structs in either, read straight
 * from the wire into the one model (contract: collector.md §6). Reached through {@link
 * io.spoor.proto.thrift.ThriftBatchCodec}, on any thread; readers are confined to one, and serve
 * Zipkin's structs too. No method takes or returns null.
 */
package io.spoor.proto.thrift;
