package io.spoor.proto.codec;

/**
 * What one message may cost us. A few bytes can stand for many (an empty span, a scope name that
 * every span repeats), so the decoded size is bounded too.
 *
 * @param maxDepth messages, structs and containers within each other
 * @param maxDecodedBytes upper bound of the normalized batch, in bytes
 */
public record DecodeLimits(int maxDepth, int maxDecodedBytes) {
  public static final DecodeLimits DEFAULTS = new DecodeLimits(64, 128 << 20);

  public DecodeLimits {
    if (maxDepth < 1) {
      throw new IllegalArgumentException("maxDepth must be >= 1 (got " + maxDepth + ")");
    }
    if (maxDecodedBytes < 1) {
      throw new IllegalArgumentException(
          "maxDecodedBytes must be >= 1 (got " + maxDecodedBytes + ")");
    }
  }
}
