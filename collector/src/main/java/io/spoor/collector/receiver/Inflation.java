package io.spoor.collector.receiver;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.spoor.collector.receiver.RefusedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Inflates bodies within bounds: a bomb is cut off after the allowed size, not after the memory is
 * gone.
 */
public final class Inflation {
  private static final int STEP = 16 << 10;

  /** Small bodies of one repeated byte are beyond any ratio and harm nobody. */
  private static final int RATIO_FREE_BYTES = 1 << 20;

  private Inflation() {}

  /**
   * The inflated body.
   *
   * @throws RefusedException if the encoding is unknown, the bytes are broken or a limit is passed
   */
  public static byte[] inflate(String encoding, byte[] body, ReceiverLimits limits) {
    long ratioBytes = Math.max(RATIO_FREE_BYTES, (long) body.length * limits.maxInflationRatio());
    long maxBytes = Math.min(limits.maxBodyBytes(), ratioBytes);
    try (InputStream in = open(encoding, new ByteArrayInputStream(body))) {
      ByteArrayOutputStream out =
          new ByteArrayOutputStream(Math.min(body.length * 4, 1 << 20) + 64);
      byte[] step = new byte[STEP];
      for (int read = in.read(step); read >= 0; read = in.read(step)) {
        if (out.size() + (long) read > maxBytes) {
          throw new RefusedException(Reason.TOO_LARGE, tooLarge(body.length, maxBytes, limits));
        }
        out.write(step, 0, read);
      }
      return out.toByteArray();
    } catch (IOException e) {
      String why = Optional.ofNullable(e.getMessage()).orElse("broken " + encoding + " data");
      throw new RefusedException(Reason.MALFORMED, encoding + ": " + why);
    }
  }

  private static String tooLarge(int length, long maxBytes, ReceiverLimits limits) {
    return maxBytes == limits.maxBodyBytes()
        ? "body inflates to more than " + maxBytes + " bytes"
        : "body of "
            + length
            + " bytes inflates more than "
            + limits.maxInflationRatio()
            + " times";
  }

  private static InputStream open(String encoding, InputStream in) throws IOException {
    return switch (encoding) {
      case "gzip", "x-gzip" -> new GZIPInputStream(in, STEP);
      case "deflate", "zlib" -> new InflaterInputStream(in);
      case "zstd" -> new ZstdInputStreamNoFinalizer(in);
      default ->
          throw new RefusedException(
              Reason.UNSUPPORTED_ENCODING, "unsupported Content-Encoding: " + encoding);
    };
  }
}
