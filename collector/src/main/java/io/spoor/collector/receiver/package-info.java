/**
 * What every receiver shares: the intake behind all sockets, limits, inflation, and the two ways of
 * answering (HTTP and unary gRPC). Called by the receivers of each protocol on their event loops.
 * No method takes or returns null.
 */
package io.spoor.collector.receiver;
