package io.spoor.proto.model;

import io.spoor.proto.wire.WireWriter;

/** Writes {@code google.protobuf.Timestamp} and {@code Duration}, which look the same. */
final class TimeFields {

  private TimeFields() {}

  static void write(WireWriter out, int tag, long seconds, int nanos) {
    int message = out.begin(tag);
    if (seconds != 0) {
      out.writeByte(0x08);
      out.writeVarint(seconds);
    }
    if (nanos != 0) {
      out.writeByte(0x10);
      out.writeVarint(nanos);
    }
    out.end(message);
  }
}
