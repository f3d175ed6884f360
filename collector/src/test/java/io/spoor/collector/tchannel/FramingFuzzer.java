package io.spoor.collector.tchannel;

import io.spoor.proto.wire.DecodeException;
import io.vertx.core.buffer.Buffer;

/**
 * The target for Jazzer: {@code jazzer --cp=… --target_class=…FramingFuzzer}. It needs none of
 * Jazzer's classes, and {@link FramingFuzzTest} drives it in the build.
 */
public final class FramingFuzzer {
  private FramingFuzzer() {}

  /** Any bytes at all, in pieces of the length that the first byte says. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    run(bytes, bytes.length == 0 ? 1 : (bytes[0] & 0xff) + 1);
  }

  /** Whether all of it could be read. Memory stays within what has come. */
  static boolean run(byte[] bytes, int step) {
    FramingFuzzTest.Reader reader = new FramingFuzzTest.Reader();
    try {
      for (int at = 0; at < bytes.length; at += step) {
        int count = Math.min(step, bytes.length - at);
        reader.parser.read(Buffer.buffer().appendBytes(bytes, at, count), reader::frame);
      }
    } catch (DecodeException e) {
      return false;
    }
    for (Arguments whole : reader.whole.values()) {
      if (whole.size() > bytes.length || whole.body().length() > whole.size()) {
        throw new AssertionError("more than was sent");
      }
      whole.method();
    }
    return reader.failure.isEmpty();
  }
}
