package io.spoor.collector.tchannel;

import java.util.zip.Checksum;

/**
 * The checksum of one message, frame after frame: each frame's value covers the arguments' bytes of
 * all frames so far, without their lengths. Confined to its connection's event loop.
 */
abstract sealed class RunningChecksum {

  abstract ChecksumType type();

  /**
   * The value of the next frame.
   *
   * @param arguments of the whole message, one behind the other
   * @param from where this frame's bytes start
   * @param lastChunk where this frame's last chunk starts
   * @param to where this frame's bytes end
   */
  abstract int next(byte[] arguments, int from, int lastChunk, int to);

  /** Whether the next frame's value is this one; parameters as in {@link #next}. */
  boolean accepts(int value, byte[] arguments, int from, int lastChunk, int to) {
    return next(arguments, from, lastChunk, to) == value;
  }

  /** Starts the checksum of the answer to this message. */
  RunningChecksum forAnswer() {
    return type().start();
  }

  static final class None extends RunningChecksum {

    @Override
    ChecksumType type() {
      return ChecksumType.NONE;
    }

    @Override
    int next(byte[] arguments, int from, int lastChunk, int to) {
      return 0;
    }
  }

  static final class Crc extends RunningChecksum {
    private final ChecksumType type;
    private final Checksum sum;

    Crc(ChecksumType type, Checksum sum) {
      this.type = type;
      this.sum = sum;
    }

    @Override
    ChecksumType type() {
      return type;
    }

    @Override
    int next(byte[] arguments, int from, int lastChunk, int to) {
      sum.update(arguments, from, to - from);
      return (int) sum.getValue();
    }
  }

  /**
   * A hash that cannot run on, so it is taken again over everything. The one client in the field
   * that sends this type (tchannel for Node) forgets all but the last chunk of a frame: both are
   * taken, and the answer is like the request.
   */
  static final class Farmhash extends RunningChecksum {
    /** Many small frames would make the cost quadratic: what takes more than this is refused. */
    private static final long MAX_HASHED_BYTES = 64L << 20;

    private boolean lastChunkOnly;
    private long hashedBytes;

    Farmhash(boolean lastChunkOnly) {
      this.lastChunkOnly = lastChunkOnly;
    }

    @Override
    ChecksumType type() {
      return ChecksumType.FARMHASH32;
    }

    @Override
    int next(byte[] arguments, int from, int lastChunk, int to) {
      return lastChunkOnly
          ? Farmhash32.hash(arguments, lastChunk, to - lastChunk)
          : Farmhash32.hash(arguments, 0, to);
    }

    @Override
    boolean accepts(int value, byte[] arguments, int from, int lastChunk, int to) {
      if (Farmhash32.hash(arguments, lastChunk, to - lastChunk) == value) {
        lastChunkOnly = true;
        return true;
      }
      hashedBytes += to;
      return hashedBytes <= MAX_HASHED_BYTES && Farmhash32.hash(arguments, 0, to) == value;
    }

    @Override
    RunningChecksum forAnswer() {
      return new Farmhash(lastChunkOnly);
    }
  }
}
