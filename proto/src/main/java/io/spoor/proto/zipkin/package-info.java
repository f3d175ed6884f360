/**
 * Zipkin's formats (contract: zipkin.md, collector.md §6.5). There are two ways into the model:
 *
 * <ul>
 *   <li>{@link io.spoor.proto.zipkin.ZipkinThriftCodec}: spans in Thrift from datagrams and
 *       TChannel, converted as Jaeger's agent and collector convert them.
 *   <li>{@link io.spoor.proto.zipkin.ZipkinDecoder}: what is posted to port 9411, in four
 *       encodings, all of which end in one conversion.
 * </ul>
 *
 * Called on any thread; what is decoded with is confined to it. No method takes or returns null.
 */
package io.spoor.proto.zipkin;
