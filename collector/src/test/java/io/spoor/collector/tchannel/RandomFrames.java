package io.spoor.collector.tchannel;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Messages of every shape, their bytes cut as a network may, and what becomes of them. */
final class RandomFrames {
  static final int HEAD_BYTES = 9;

  private RandomFrames() {}

  static ChecksumType checksum(Random random) {
    return List.of(ChecksumType.values()).get(random.nextInt(4));
  }

  /** Three arguments: the first short, the third sometimes longer than a frame. */
  static byte[][] arguments(Random random) {
    int last = random.nextInt(20) == 0 ? 150_000 : random.nextInt(4) == 0 ? 0 : 3000;
    byte[][] arguments = {
      new byte[random.nextInt(30)],
      new byte[random.nextInt(3) * random.nextInt(400)],
      new byte[last == 0 ? 0 : random.nextInt(last)]
    };
    for (byte[] argument : arguments) {
      random.nextBytes(argument);
    }
    return arguments;
  }

  /** The frames of a call, of a random size, some of them ending with an argument. */
  static byte[] message(Random random, int id, ChecksumType checksum, byte[][] arguments) {
    int least = FrameType.HEADER_BYTES + HEAD_BYTES + arguments[0].length + 16;
    int[] sizes = {
      least + random.nextInt(20),
      least + arguments[1].length + random.nextInt(20),
      least + random.nextInt(2000),
      FrameType.MAX_FRAME_BYTES
    };
    int size = sizes[random.nextInt(4)];
    if (arguments[2].length > 10_000) {
      size = random.nextBoolean() ? FrameType.MAX_FRAME_BYTES : 5_000 + random.nextInt(30_000);
    }
    Buffer head = Buffer.buffer(new byte[HEAD_BYTES]);
    return new MessageWriter(size)
        .write(
            FrameType.CALL_REQ,
            id,
            head,
            checksum.start(),
            arguments[0],
            arguments[1],
            arguments[2])
        .getBytes();
  }

  /** The same bytes in pieces of random length. */
  static List<Buffer> parts(Random random, byte[] bytes) {
    List<Buffer> parts = new ArrayList<>();
    int most = random.nextBoolean() ? 1 + random.nextInt(20) : 1 + random.nextInt(70_000);
    if (bytes.length > 20_000) {
      most = Math.max(most, 1000);
    }
    int at = 0;
    while (at < bytes.length) {
      int count = Math.min(bytes.length - at, 1 + random.nextInt(most));
      parts.add(Buffer.buffer().appendBytes(bytes, at, count));
      at += count;
    }
    return parts;
  }

  /** A conversation with something wrong in it, most of the time. */
  static byte[] mutated(Random random) {
    Buffer all = Buffer.buffer();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      byte[][] arguments = arguments(random);
      arguments[2] = Arrays.copyOf(arguments[2], Math.min(arguments[2].length, 500));
      ChecksumType checksum = checksum(random);
      all.appendBytes(message(random, random.nextInt(3), checksum, arguments));
    }
    byte[] bytes = all.getBytes();
    for (int times = random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          byte[] without = new byte[bytes.length - 1];
          System.arraycopy(bytes, 0, without, 0, at);
          System.arraycopy(bytes, at + 1, without, at, without.length - at);
          bytes = without.length == 0 ? bytes : without;
        }
      }
    }
    return bytes;
  }
}
