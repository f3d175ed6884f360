package io.spoor.net;

import java.nio.ByteBuffer;

/** Frames of HTTP/2, written by hand so that they may be wrong. */
final class Http2Frames {
  private static final int END_STREAM_AND_HEADERS = 0x5;

  private Http2Frames() {}

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  static byte[] settings() {
    return frame(4, 0, 0, new byte[0]);
  }

  /** GET of / with the authority "a". */
  static byte[] get(int stream) {
    return frame(
        1,
        END_STREAM_AND_HEADERS,
        stream,
        new byte[] {(byte) 0x82, (byte) 0x84, (byte) 0x86, 0x41, 0x01, 'a'});
  }

  static byte[] reset(int stream) {
    return frame(3, 0, stream, new byte[] {0, 0, 0, 8});
  }
}
