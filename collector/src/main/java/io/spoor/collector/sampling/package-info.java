/**
 * Remote sampling: what clients are told about how much of their traces to keep, where it comes
 * from and how it is spelt in JSON, protobuf and Thrift.
 */
package io.spoor.collector.sampling;
