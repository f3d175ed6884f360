package io.spoor.collector.tchannel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;

/** Writes a message of three arguments, in as many frames as it takes. */
final class MessageWriter {
  private static final int ARGUMENTS = 3;
  private static final int CHUNK_LENGTH_BYTES = 2;

  private final int maxFrameBytes;

  MessageWriter() {
    this(FrameType.MAX_FRAME_BYTES);
  }

  /** With smaller frames than the protocol allows. */
  MessageWriter(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /**
   * The message's frames.
   *
   * @param type of the first frame; those that follow have {@link FrameType#CALL_REQ_CONTINUE} or
   *     {@link FrameType#CALL_RES_CONTINUE}
   * @param head what stands between the flags and the checksum in the first frame
   */
  Buffer write(int type, int id, Buffer head, RunningChecksum checksum, byte[]... arguments) {
    int[] ends = new int[ARGUMENTS];
    int total = 0;
    for (int i = 0; i < ARGUMENTS; i++) {
      total += arguments[i].length;
      ends[i] = total;
    }
    byte[] all = new byte[total];
    for (int i = 0; i < ARGUMENTS; i++) {
      int length = arguments[i].length;
      System.arraycopy(arguments[i], 0, all, ends[i] - length, length);
    }
    int frames = total / maxFrameBytes + 1;
    Buffer out = Buffer.buffer(total + head.length() + frames * 40);
    int argument = 0;
    int at = 0;
    boolean more = true;
    for (boolean first = true; more; first = false) {
      int start = out.length();
      header(out, first ? type : type | 0x10, id);
      out.appendByte((byte) 0);
      if (first) {
        out.appendBuffer(head);
      }
      out.appendByte((byte) checksum.type().code());
      int valueAt = out.length();
      out.appendBytes(new byte[checksum.type().valueBytes()]);
      int from = at;
      int lastChunk;
      while (true) {
        int room = maxFrameBytes - (out.length() - start) - CHUNK_LENGTH_BYTES;
        int left = ends[argument] - at;
        int length = Math.min(left, room);
        out.appendUnsignedShort(length).appendBytes(all, at, length);
        lastChunk = at;
        at += length;
        boolean whole = length == left;
        if (whole && argument == ARGUMENTS - 1) {
          more = false;
          break;
        }
        if (!whole || room - length < CHUNK_LENGTH_BYTES) {
          // The next frame goes on with this argument, with an empty chunk if nothing is left.
          break;
        }
        argument++;
      }
      int value = checksum.next(all, from, lastChunk, at);
      if (checksum.type() != ChecksumType.NONE) {
        out.setInt(valueAt, value);
      }
      out.setUnsignedShort(start, out.length() - start);
      out.setByte(start + FrameType.HEADER_BYTES, (byte) (more ? FrameType.MORE_FRAMES : 0));
    }
    return out;
  }

  /** A frame with that payload. */
  static Buffer frame(int type, int id, Buffer payload) {
    Buffer out = Buffer.buffer(FrameType.HEADER_BYTES + payload.length());
    header(out, type, id);
    out.appendBuffer(payload);
    return out.setUnsignedShort(0, out.length());
  }

  /** An error frame. Its text is cut to what any frame can hold. */
  static Buffer error(int id, ErrorCode code, String message) {
    byte[] text = message.getBytes(UTF_8);
    int length = Math.min(text.length, 4096);
    Buffer payload =
        Buffer.buffer()
            .appendByte((byte) code.code())
            .appendBytes(new byte[FrameType.TRACING_BYTES])
            .appendUnsignedShort(length)
            .appendBytes(text, 0, length);
    return frame(FrameType.ERROR, id, payload);
  }

  /** The size is set when it is known. */
  private static void header(Buffer out, int type, int id) {
    out.appendShort((short) 0).appendByte((byte) type).appendByte((byte) 0).appendInt(id);
    out.appendLong(0);
  }
}
