package io.spoor.proto.thrift;

import static io.spoor.proto.thrift.ThriftFields.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.DecodeException;
import java.util.Arrays;
import java.util.Optional;

/** Collects a {@link ClientReport} while a batch is walked. */
final class ReportReader {
  private static final byte[] CLIENT = "client-uuid".getBytes(US_ASCII);

  /** Clients send 16 hex digits; what is much longer is no id, and would be kept for an hour. */
  private static final int MAX_CLIENT_BYTES = 128;

  private boolean numbered;
  private long sequence;
  private long fullQueue;
  private long tooLarge;
  private long failed;

  void sequence(long number) {
    numbered = true;
    sequence = number;
  }

  void lost(int field, long spans) {
    switch (field) {
      case STATS_FULL_QUEUE -> fullQueue = spans;
      case STATS_TOO_LARGE -> tooLarge = spans;
      default -> failed = spans;
    }
  }

  /**
   * The report of a batch that was walked, if it is numbered and its process has an id. The cursor
   * ends where it was.
   */
  Optional<ClientReport> read(ThriftReader in, int processAt) throws DecodeException {
    if (!numbered) {
      return Optional.empty();
    }
    int end = in.position;
    in.position = processAt;
    String client = "";
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field == PROCESS_TAGS) {
        for (int left = in.beginStructs(); left > 0; left--) {
          String found = client(in);
          client = client.isEmpty() ? found : client;
        }
        in.endStructs();
      } else {
        in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    in.position = end;
    return client.isEmpty()
        ? Optional.empty()
        : Optional.of(new ClientReport(client, sequence, fullQueue, tooLarge, failed));
  }

  /** The value of a tag, if that is the one we look for, or an empty text. */
  private static String client(ThriftReader in) throws DecodeException {
    boolean isClient = false;
    int type = STRING_TYPE;
    int at = 0;
    int length = 0;
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      switch (field) {
        case TAG_KEY -> {
          int keyLength = in.skipString();
          int from = in.position - keyLength;
          isClient = Arrays.equals(in.bytes, from, in.position, CLIENT, 0, CLIENT.length);
        }
        case TAG_TYPE -> type = in.readI32();
        case TAG_STRING -> {
          length = in.skipString();
          at = in.position - length;
        }
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    return isClient && type == STRING_TYPE && length <= MAX_CLIENT_BYTES
        ? new String(in.bytes, at, length, UTF_8)
        : "";
  }
}
