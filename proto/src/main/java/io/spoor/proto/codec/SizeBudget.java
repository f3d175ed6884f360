package io.spoor.proto.codec;

import io.spoor.proto.wire.DecodeException;

/**
 * Adds up what a message may grow to when it is normalized, before anything is built. It counts
 * from above and cheaply: each byte may be one that is not UTF-8 and takes three, each span may
 * have every tag we add. What else a few bytes can grow into is added by the codec that knows.
 */
public final class SizeBudget {
  /** A reference has 30 bytes and its type, however few it came in. */
  public static final int ITEM_BYTES = 32;

  /**
   * Ids, times, parent, the tags and keys that OTLP fields turn into, stand-ins for service names,
   * and the batch's own index.
   */
  public static final int SPAN_BYTES = 320;

  private static final int GROWTH = 3;

  private final int limit;
  private long sum;

  /** A budget for a message of that length. */
  public SizeBudget(DecodeLimits limits, int length) throws DecodeException {
    this.limit = limits.maxDecodedBytes();
    add((long) length * GROWTH);
  }

  /** One more span. */
  public void addSpan() throws DecodeException {
    add(SPAN_BYTES);
  }

  /** One more reference, log or other part whose size its wire form does not bound. */
  public void addItem() throws DecodeException {
    add(ITEM_BYTES);
  }

  /** Text of that length that is repeated so many times. */
  public void addText(long length, long times) throws DecodeException {
    add(length * GROWTH * times);
  }

  /** Bytes beyond what the constructor has counted. */
  public void add(long bytes) throws DecodeException {
    sum += bytes;
    if (sum > limit) {
      throw new DecodeException("decodes to more than " + limit + " bytes");
    }
  }
}
