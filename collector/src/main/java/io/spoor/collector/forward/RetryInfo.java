package io.spoor.collector.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/** Reads how long a server wants to be left alone, from {@code grpc-status-details-bin}. */
final class RetryInfo {
  private static final byte[] TYPE = "type.googleapis.com/google.rpc.RetryInfo".getBytes(US_ASCII);
  private static final int DETAILS = 0x1a;
  private static final int TYPE_URL = 0x0a;
  private static final int VALUE = 0x12;
  private static final int RETRY_DELAY = 0x0a;
  private static final int SECONDS = 0x08;
  private static final int NANOS = 0x10;
  private static final long MAX_SECONDS = 3600;

  private RetryInfo() {}

  /** Zero if nothing says so, or nothing that can be read. */
  static Duration delay(String header) {
    try {
      byte[] status = Base64.getDecoder().decode(header);
      WireReader in = new WireReader(status, 0, status.length);
      while (in.hasNext()) {
        int tag = in.readTag();
        if (tag == DETAILS) {
          Duration delay = readAny(in);
          if (!delay.isZero()) {
            return delay;
          }
        } else {
          in.skipValue(tag);
        }
      }
    } catch (DecodeException | IllegalArgumentException e) {
      // as if it were not there
    }
    return Duration.ZERO;
  }

  private static Duration readAny(WireReader in) throws DecodeException {
    int outer = in.enter();
    boolean isRetryInfo = false;
    Duration delay = Duration.ZERO;
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == TYPE_URL) {
        int length = in.skipBytes();
        int end = in.position();
        isRetryInfo = Arrays.equals(in.array(), end - length, end, TYPE, 0, TYPE.length);
      } else if (tag == VALUE && isRetryInfo) {
        delay = readRetryInfo(in);
      } else {
        in.skipValue(tag);
      }
    }
    in.leave(outer);
    return delay;
  }

  private static Duration readRetryInfo(WireReader in) throws DecodeException {
    int outer = in.enter();
    Duration delay = Duration.ZERO;
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == RETRY_DELAY) {
        delay = readDuration(in);
      } else {
        in.skipValue(tag);
      }
    }
    in.leave(outer);
    return delay;
  }

  private static Duration readDuration(WireReader in) throws DecodeException {
    int outer = in.enter();
    long seconds = 0;
    long nanos = 0;
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case SECONDS -> seconds = in.readVarint();
        case NANOS -> nanos = in.readVarint();
        default -> in.skipValue(tag);
      }
    }
    in.leave(outer);
    boolean isSane = seconds >= 0 && seconds <= MAX_SECONDS && nanos >= 0 && nanos < 1_000_000_000;
    return isSane ? Duration.ofSeconds(seconds, nanos) : Duration.ZERO;
  }
}
