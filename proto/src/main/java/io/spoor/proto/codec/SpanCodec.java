package io.spoor.proto.codec;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;

/**
 * Reads one wire format. The two methods agree: bytes that {@link #check} lets pass are decoded by
 * {@link #decode} with the same limits, today or at a replay after a crash. Safe on any thread.
 */
public interface SpanCodec {

  /**
   * Proves, without building anything, that the bytes can be decoded within the limits.
   *
   * @return the number of spans
   * @throws DecodeException naming what is wrong, in words fit for the sender
   */
  int check(byte[] bytes, int offset, int length, DecodeLimits limits) throws DecodeException;

  /**
   * Normalizes the spans into {@code into}, in the order they were sent. After an exception {@code
   * into} holds an unknown part of them and must be thrown away.
   */
  void decode(byte[] bytes, int offset, int length, DecodeLimits limits, SpanBatchBuilder into)
      throws DecodeException;

  /**
   * The same for bytes that {@link #check} has let pass, at any time and with any limits: what was
   * acknowledged must not be refused because a limit was lowered since. Only for such bytes: others
   * may fail with any exception.
   */
  default void decodeChecked(byte[] bytes, int offset, int length, SpanBatchBuilder into)
      throws DecodeException {
    decode(bytes, offset, length, DecodeLimits.WIDEST, into);
  }
}
