/**
 * Remote sampling: what clients are told about how much of their traces to keep, where it comes
 * from and how it is spelt in JSON, protobuf and Thrift. The ports that answer call it on their
 * event loops; files are read on worker threads. No method takes or returns null.
 */
package io.spoor.collector.sampling;
