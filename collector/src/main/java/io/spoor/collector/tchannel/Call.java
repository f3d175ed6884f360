package io.spoor.collector.tchannel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.DecodeException;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** A call on a server's connection, from its first frame to its answer. Event loop only. */
final class Call {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final String SCHEME = "as";

  /** A caller that has not sent the rest by then holds memory that others need. */
  private static final long MAX_ARRIVAL_NANOS = 30_000 * NANOS_PER_MILLI;

  private final int id;
  private final long firstFrameNanos;
  private final long deadlineNanos;
  private final String service;
  private final Optional<String> scheme;
  private final Arguments arguments;
  private int reservedBytes;

  private Call(
      int id,
      long now,
      long ttlMillis,
      String service,
      Optional<String> scheme,
      Arguments arguments) {
    this.id = id;
    this.firstFrameNanos = now;
    this.deadlineNanos = now + ttlMillis * NANOS_PER_MILLI;
    this.service = service;
    this.scheme = scheme;
    this.arguments = arguments;
  }

  /**
   * Reads the first frame, from behind its flags.
   *
   * @param now a reading of the clock that {@link #isExpired} is asked by
   */
  static Call read(int id, PayloadReader in, boolean more, long now) throws DecodeException {
    long ttlMillis = Integer.toUnsignedLong(in.readInt());
    in.skip(FrameType.TRACING_BYTES);
    String service = in.readShortText();
    Optional<String> scheme = Optional.empty();
    for (int left = in.readByte(); left > 0; left--) {
      String key = in.readShortText();
      String value = in.readShortText();
      if (key.equals(SCHEME)) {
        scheme = Optional.of(value);
      }
    }
    Arguments arguments = Arguments.first(in, more);
    return new Call(id, now, ttlMillis, service, scheme, arguments);
  }

  int id() {
    return id;
  }

  String service() {
    return service;
  }

  Arguments arguments() {
    return arguments;
  }

  /** Whether the caller waits no longer. */
  boolean isExpired(long now) {
    return now - deadlineNanos >= 0;
  }

  /** Whether the rest of it need not be waited for. */
  boolean isLate(long now) {
    return isExpired(now) || now - firstFrameNanos >= MAX_ARRIVAL_NANOS;
  }

  /** Bytes that the intake has lent for it. */
  int reservedBytes() {
    return reservedBytes;
  }

  void reserved(int bytes) {
    reservedBytes += bytes;
  }

  /** The frames of the answer. */
  Buffer answer(MessageWriter writer, byte[] result) {
    Buffer head = Buffer.buffer(64).appendByte((byte) 0);
    head.appendBytes(new byte[FrameType.TRACING_BYTES]);
    head.appendByte((byte) (scheme.isPresent() ? 1 : 0));
    if (scheme.isPresent()) {
      shortText(head, SCHEME);
      shortText(head, scheme.get());
    }
    return writer.write(
        FrameType.CALL_RES,
        id,
        head,
        arguments.checksum().forAnswer(),
        new byte[0],
        new byte[2],
        result);
  }

  static void shortText(Buffer out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.appendUnsignedByte((short) bytes.length).appendBytes(bytes);
  }
}
