package io.spoor.proto.zipkin;

/** How the body of a POST to port 9411 is written. */
public enum ZipkinEncoding {
  JSON_V1,
  /** A list in Thrift's binary protocol: version 1. */
  THRIFT,
  JSON_V2,
  /** {@code zipkin.proto3.ListOfSpans}: version 2. */
  PROTO3;

  boolean isVersion1() {
    return this == JSON_V1 || this == THRIFT;
  }
}
