/**
 * Thrift's binary and compact protocols, and {@code jaeger.Batch} structs in either, read straight
 * from the wire into the one model (contract: collector.md §6), alone ({@link
 * io.spoor.proto.thrift.ThriftBatchCodec}) or as arguments of calls ({@link
 * io.spoor.proto.thrift.ThriftMessage}, {@link io.spoor.proto.thrift.BatchArguments}); and written
 * for those who take nothing else ({@link io.spoor.proto.thrift.BatchEncoder}). On any thread;
 * readers, which serve Zipkin's structs too, and writers are confined to one. No method takes or
 * returns null.
 */
package io.spoor.proto.thrift;
