package io.spoor.storage.elasticsearch.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes request bodies small. At the fastest level: the next ones cost several times the processor
 * for a tenth of the bytes.
 */
final class Gzip {
  /** A body that fits one packet gains nothing. */
  static final int WORTH_BYTES = 1400;

  private static final int BUFFER = 16 << 10;

  private Gzip() {}

  static byte[] compress(byte[] bytes, int offset, int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(BUFFER, length / 4));
    try (GZIPOutputStream gzip = new Fast(out)) {
      gzip.write(bytes, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to write", e);
    }
    return out.toByteArray();
  }

  private static final class Fast extends GZIPOutputStream {
    Fast(ByteArrayOutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
