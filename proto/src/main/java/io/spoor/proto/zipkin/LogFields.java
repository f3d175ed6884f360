package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonReader;
import java.util.Arrays;

/**
 * The fields of a log that an annotation becomes: of a JSON object of nothing but strings, a field
 * for each member, in order; else the field {@code event} with the whole text (contract: zipkin.md
 * §10.4).
 */
final class LogFields {
  static final byte[] EVENT = "event".getBytes(US_ASCII);

  private final byte[] bytes;
  private final SpanBatchBuilder builder;

  /** Reads annotations that stand in these bytes. */
  LogFields(byte[] bytes, SpanBatchBuilder builder) {
    this.bytes = bytes;
    this.builder = builder;
  }

  /** Writes the fields of the log that the builder has open. */
  void write(int at, int length) {
    // An object that has members has at least `{"":""}`.
    if (length < 7 || bytes[at] != '{' || !writeMembers(at, length)) {
      builder.stringTag(EVENT, 0, EVENT.length, bytes, at, length);
    }
  }

  private boolean writeMembers(int at, int length) {
    try {
      if (!isObjectOfStrings(copy(at, length))) {
        return false;
      }
      JsonReader in = copy(at, length);
      byte[] text = in.array();
      in.beginObject();
      while (in.nextMember()) {
        int nameAt = in.textAt();
        int nameLength = in.textLength();
        in.readString();
        builder.stringTag(text, nameAt, nameLength, text, in.textAt(), in.textLength());
      }
      return true;
    } catch (DecodeException e) {
      // no JSON: just text that begins with a brace
      return false;
    }
  }

  private static boolean isObjectOfStrings(JsonReader in) throws DecodeException {
    boolean any = false;
    in.beginObject();
    while (in.nextMember()) {
      in.readString();
      any = true;
    }
    return any && in.peek() < 0;
  }

  /** A reader of its own bytes, which it writes to: the message may be decoded again. */
  private JsonReader copy(int at, int length) {
    byte[] text = Arrays.copyOfRange(bytes, at, at + length);
    return new JsonReader(text, 0, length, 1);
  }
}
