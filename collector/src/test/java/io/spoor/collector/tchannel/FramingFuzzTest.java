package io.spoor.collector.tchannel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.proto.wire.DecodeException;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames of every shape, whole and damaged. */
class FramingFuzzTest {

  @Test
  void readsWhatWasWrittenHoweverItIsCut() {
    Seeded seeded = Seeded.named("FramingFuzzTest, whole");
    for (int i = 0; i < Seeded.cases(3_000); i++) {
      Random random = seeded.random(i);
      String what = seeded.describe(i);
      ChecksumType checksum = RandomFrames.checksum(random);
      byte[][] arguments = RandomFrames.arguments(random);
      byte[] frames = RandomFrames.message(random, 7, checksum, arguments);
      byte[] method = new byte[arguments[0].length];
      Reader reader = new Reader();
      try {
        for (Buffer part : RandomFrames.parts(random, frames)) {
          reader.parser.read(part, reader::frame);
        }
      } catch (DecodeException e) {
        throw new AssertionError(what, e);
      }
      assertEquals("", reader.failure, what);
      Arguments read = reader.whole.get(7);
      Body body = read.body();
      byte[] all = Arrays.copyOf(body.bytes(), body.from() + body.length());
      System.arraycopy(all, 0, method, 0, method.length);
      assertArrayEquals(arguments[0], method, what);
      assertArrayEquals(arguments[2], Arrays.copyOfRange(all, body.from(), all.length), what);
      assertEquals(checksum, read.checksum().type(), what);
    }
  }

  @Test
  void mutatedFramesAreReadOrRefused() {
    Seeded seeded = Seeded.named("FramingFuzzTest, mutated");
    int refused = 0;
    int cases = Seeded.cases(20_000);
    for (int i = 0; i < cases; i++) {
      Random random = seeded.random(i);
      byte[] frames = RandomFrames.mutated(random);
      try {
        refused += FramingFuzzer.run(frames, random.nextInt(300) + 1) ? 0 : 1;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(seeded.describe(i), e);
      }
    }
    assertTrue(refused > cases / 20 && refused < cases * 99 / 100, refused + " of " + cases);
  }

  @Test
  void damagedArgumentsNeverPassTheirChecksum() {
    Seeded seeded = Seeded.named("FramingFuzzTest, checksums");
    for (int i = 0; i < Seeded.cases(1_000); i++) {
      Random random = seeded.random(i);
      ChecksumType checksum = RandomFrames.checksum(random);
      if (checksum == ChecksumType.NONE) {
        continue;
      }
      byte[][] arguments = RandomFrames.arguments(random);
      arguments[2] = new byte[50 + random.nextInt(200)];
      byte[] frames =
          new MessageWriter()
              .write(
                  FrameType.CALL_REQ,
                  7,
                  Buffer.buffer(new byte[RandomFrames.HEAD_BYTES]),
                  checksum.start(),
                  arguments)
              .getBytes();
      // In one frame, the last bytes are those of the third argument.
      frames[frames.length - 1 - random.nextInt(20)] ^= (byte) (1 << random.nextInt(8));
      Reader reader = new Reader();
      try {
        reader.parser.read(Buffer.buffer(frames), reader::frame);
      } catch (DecodeException e) {
        throw new AssertionError(seeded.describe(i), e);
      }
      assertTrue(reader.whole.isEmpty(), seeded.describe(i));
    }
  }

  /** The least that both ends do with frames. */
  static final class Reader {
    final FrameParser parser = new FrameParser();
    final Map<Integer, Arguments> whole = new HashMap<>();
    private final Map<Integer, Arguments> arriving = new HashMap<>();
    String failure = "";

    boolean frame(int type, int id, byte[] bytes, int from, int to) {
      PayloadReader in = new PayloadReader(bytes, from, to);
      try {
        boolean more = (in.readByte() & FrameType.MORE_FRAMES) != 0;
        Arguments arguments;
        if (type == FrameType.CALL_REQ) {
          in.skip(RandomFrames.HEAD_BYTES);
          arguments = Arguments.first(in, more);
        } else {
          arguments = arriving.get(id);
          if (arguments == null) {
            return true;
          }
          arguments.next(in, more);
        }
        (more ? arriving : whole).put(id, arguments);
      } catch (DecodeException e) {
        failure = e.getMessage();
      }
      return true;
    }
  }
}
