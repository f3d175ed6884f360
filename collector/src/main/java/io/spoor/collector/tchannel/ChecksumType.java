package io.spoor.collector.tchannel;

import io.spoor.proto.wire.DecodeException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** How the arguments of a message are secured. */
enum ChecksumType {
  NONE(0),
  CRC32(1),
  FARMHASH32(2),
  CRC32C(3);

  private final int code;

  ChecksumType(int code) {
    this.code = code;
  }

  static ChecksumType ofCode(int code) throws DecodeException {
    return switch (code) {
      case 0 -> NONE;
      case 1 -> CRC32;
      case 2 -> FARMHASH32;
      case 3 -> CRC32C;
      default -> throw new DecodeException("checksum of type " + code);
    };
  }

  int code() {
    return code;
  }

  /** Bytes of the value in a frame. */
  int valueBytes() {
    return this == NONE ? 0 : 4;
  }

  RunningChecksum start() {
    return switch (this) {
      case NONE -> new RunningChecksum.None();
      case CRC32 -> new RunningChecksum.Crc(this, new CRC32());
      case FARMHASH32 -> new RunningChecksum.Farmhash(false);
      case CRC32C -> new RunningChecksum.Crc(this, new CRC32C());
    };
  }
}
