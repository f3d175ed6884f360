package io.spoor.collector.tchannel;

/**
 * The third argument of a message: a Thrift struct.
 *
 * @param from where it starts in the array, which belongs to whoever holds the body
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over: nobody compares two of them
record Body(byte[] bytes, int from, int length) {}
