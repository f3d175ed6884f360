package io.spoor.collector.tchannel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.DecodeException;
import java.util.Arrays;

/**
 * Puts the three arguments of a message together from the chunks of its frames (contract:
 * collector.md §2.3): they stand one behind the other. Confined to the connection's event loop.
 */
final class Arguments {
  private static final int LAST = 2;

  /** What the protocol allows for the first argument, which must not leave the first frame. */
  private static final int MAX_FIRST_BYTES = 16_384;

  private final RunningChecksum checksum;
  private final int[] ends = new int[LAST + 1];
  private byte[] bytes = {};
  private int size;
  private int current;

  private Arguments(RunningChecksum checksum) {
    this.checksum = checksum;
  }

  /**
   * Reads what the first frame has of them, from the checksum's type on.
   *
   * @param more whether other frames follow
   */
  static Arguments first(PayloadReader in, boolean more) throws DecodeException {
    Arguments arguments = new Arguments(ChecksumType.ofCode(in.readByte()).start());
    arguments.read(in, more);
    if (arguments.current == 0 || arguments.ends[0] > MAX_FIRST_BYTES) {
      throw new DecodeException("arg1 is not whole in the first frame, or too long");
    }
    return arguments;
  }

  /** Reads what another frame has of them, from the checksum's type on. */
  void next(PayloadReader in, boolean more) throws DecodeException {
    ChecksumType type = ChecksumType.ofCode(in.readByte());
    if (type != checksum.type()) {
      throw new DecodeException("checksum of another type than the first frame's");
    }
    read(in, more);
  }

  private void read(PayloadReader in, boolean more) throws DecodeException {
    int value = checksum.type() == ChecksumType.NONE ? 0 : in.readInt();
    int from = size;
    int lastChunk = size;
    boolean anyChunk = false;
    makeRoom(in.remaining(), more);
    while (in.hasNext()) {
      if (anyChunk) {
        // Another chunk in the same frame: the argument before it is whole.
        end();
      }
      anyChunk = true;
      lastChunk = size;
      int length = in.readShort();
      int at = in.position();
      in.skip(length);
      System.arraycopy(in.array(), at, bytes, size, length);
      size += length;
    }
    if (!anyChunk) {
      throw new DecodeException("frame without a chunk");
    }
    if (!checksum.accepts(value, bytes, from, lastChunk, size)) {
      throw new DecodeException("checksum mismatch");
    }
    if (!more) {
      if (current != LAST) {
        throw new DecodeException("message with " + (current + 1) + " arguments");
      }
      ends[LAST] = size;
    }
  }

  private void end() throws DecodeException {
    if (current == LAST) {
      throw new DecodeException("message with more than three arguments");
    }
    ends[current++] = size;
  }

  private void makeRoom(int count, boolean more) {
    if (bytes.length - size < count) {
      // Lengths of chunks are counted, too: a few bytes too many.
      int wanted = size + count;
      bytes = Arrays.copyOf(bytes, more ? Math.max(wanted, bytes.length * 2) : wanted);
    }
  }

  /** Bytes of what has come so far. */
  int size() {
    return size;
  }

  RunningChecksum checksum() {
    return checksum;
  }

  String method() {
    return new String(bytes, 0, ends[0], UTF_8);
  }

  /** The last argument. */
  Body body() {
    return new Body(bytes, ends[LAST - 1], size - ends[LAST - 1]);
  }
}
