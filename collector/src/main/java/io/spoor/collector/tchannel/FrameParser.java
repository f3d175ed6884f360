package io.spoor.collector.tchannel;

import io.spoor.proto.wire.DecodeException;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Cuts a connection's bytes into frames, however they come. Holds at most one frame. Confined to
 * the connection's event loop.
 */
final class FrameParser {
  private static final int SIZE_BYTES = 2;

  /** Takes frames. */
  interface Sink {

    /**
     * Takes one frame.
     *
     * @param bytes of the frame, valid during the call only
     * @param from where the payload starts
     * @param to where it ends
     * @return whether to go on
     */
    boolean frame(int type, int id, byte[] bytes, int from, int to);
  }

  /** What an idle connection keeps. */
  private static final int IDLE_BYTES = 512;

  private byte[] frame = new byte[IDLE_BYTES];
  private int size;

  /**
   * Hands over each frame that is whole by now.
   *
   * @throws DecodeException if the bytes cannot be frames: nothing after it can be understood
   */
  void read(Buffer data, Sink sink) throws DecodeException {
    int at = 0;
    while (at < data.length()) {
      int wanted = size < SIZE_BYTES ? SIZE_BYTES : frameBytes();
      int count = Math.min(wanted - size, data.length() - at);
      data.getBytes(at, at + count, frame, size);
      at += count;
      size += count;
      if (size < wanted) {
        return;
      }
      if (wanted == SIZE_BYTES) {
        prepare();
      } else {
        size = 0;
        if (!sink.frame(frame[2] & 0xff, id(), frame, FrameType.HEADER_BYTES, wanted)) {
          return;
        }
      }
    }
    if (size == 0 && frame.length > IDLE_BYTES * 8) {
      frame = new byte[IDLE_BYTES];
    }
  }

  private void prepare() throws DecodeException {
    int bytes = frameBytes();
    if (bytes < FrameType.HEADER_BYTES) {
      throw new DecodeException("frame of " + bytes + " bytes");
    }
    if (bytes > frame.length) {
      int doubled = Math.min(frame.length * 2, FrameType.MAX_FRAME_BYTES);
      frame = Arrays.copyOf(frame, Math.max(doubled, bytes));
    }
  }

  private int frameBytes() {
    return (frame[0] & 0xff) << 8 | (frame[1] & 0xff);
  }

  private int id() {
    return (frame[4] & 0xff) << 24
        | (frame[5] & 0xff) << 16
        | (frame[6] & 0xff) << 8
        | (frame[7] & 0xff);
  }
}
