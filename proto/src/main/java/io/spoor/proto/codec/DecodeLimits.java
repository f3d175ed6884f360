package io.spoor.proto.codec;

/**
 * What one message may cost us. A few bytes can stand for many (an empty span, a scope name that
 * every span repeats), so the decoded size is bounded too.
 *
 * @param maxDepth messages, structs and containers within each other
 * @param maxDecodedBytes upper bound of the normalized batch, in bytes; a message is refused by
 *     what it may grow to, which for ordinary ones is three times its length and 320 bytes a span
 */
public record DecodeLimits(int maxDepth, int maxDecodedBytes) {
  public static final DecodeLimits DEFAULTS = new DecodeLimits(64, 128 << 20);

  /** Decoders recurse, so their stack bounds what can be asked for. */
  private static final int MAX_DEPTH = 500;

  /** Lets pass whatever any limits let pass. */
  public static final DecodeLimits WIDEST = new DecodeLimits(MAX_DEPTH, Integer.MAX_VALUE);

  public DecodeLimits {
    if (maxDepth < 1 || maxDepth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "maxDepth must be 1 to " + MAX_DEPTH + " (got " + maxDepth + ")");
    }
    if (maxDecodedBytes < 1) {
      throw new IllegalArgumentException(
          "maxDecodedBytes must be >= 1 (got " + maxDecodedBytes + ")");
    }
  }
}
