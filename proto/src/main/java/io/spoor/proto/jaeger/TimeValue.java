package io.spoor.proto.jaeger;

import static io.spoor.proto.jaeger.JaegerFields.*;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/**
 * A {@code Timestamp} or {@code Duration}, held to the ranges that Jaeger's decoder holds them to.
 * Where the field is given twice, the second replaces the first.
 */
final class TimeValue {
  private static final long MIN_SECONDS = -62_135_596_800L;
  private static final long MAX_SECONDS = 253_402_300_799L;
  private static final long MAX_DURATION_SECONDS = 315_576_000_000L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private long seconds;
  private int nanos;

  long seconds() {
    return seconds;
  }

  int nanos() {
    return nanos;
  }

  /** What {@link #readDuration} has found to fit. */
  long asNanos() {
    return seconds * NANOS_PER_SECOND + nanos;
  }

  void clear() {
    seconds = 0;
    nanos = 0;
  }

  void readTimestamp(WireReader in) throws DecodeException {
    read(in);
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
      throw new DecodeException("timestamp: " + seconds + " s is not within years 1 to 9999");
    }
    if (nanos < 0 || nanos >= NANOS_PER_SECOND) {
      throw new DecodeException("timestamp: nanos not in range [0, 1e9): " + nanos);
    }
  }

  void readDuration(WireReader in) throws DecodeException {
    read(in);
    if (seconds < -MAX_DURATION_SECONDS || seconds > MAX_DURATION_SECONDS) {
      throw new DecodeException("duration: seconds out of range: " + seconds);
    }
    if (nanos <= -NANOS_PER_SECOND || nanos >= NANOS_PER_SECOND) {
      throw new DecodeException("duration: nanos out of range: " + nanos);
    }
    if ((seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0)) {
      throw new DecodeException("duration: seconds and nanos have different signs");
    }
    long whole = seconds * NANOS_PER_SECOND;
    boolean fits =
        whole / NANOS_PER_SECOND == seconds
            && (seconds == 0 || Long.signum(whole + nanos) == Long.signum(seconds));
    if (!fits) {
      throw new DecodeException("duration: out of range of int64 nanoseconds: " + seconds + " s");
    }
  }

  private void read(WireReader in) throws DecodeException {
    clear();
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case SECONDS -> seconds = in.readVarint();
        case NANOS -> nanos = (int) in.readVarint();
        default -> in.skipUnknown(tag, TIME_FIELDS);
      }
    }
    in.leave(outer);
  }
}
