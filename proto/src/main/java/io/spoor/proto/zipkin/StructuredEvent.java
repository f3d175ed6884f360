package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonNumbers;
import io.spoor.proto.wire.JsonReader;
import java.util.Arrays;

/**
 * An event with attributes as OpenTelemetry's exporters put it into an annotation: {@code
 * name|{"key":1}|0}, the last being a count of dropped attributes. Text that only looks like one is
 * left alone (contract: zipkin.md §18, C6).
 */
final class StructuredEvent {
  private final byte[] bytes;
  private final SpanBatchBuilder builder;

  StructuredEvent(byte[] bytes, SpanBatchBuilder builder) {
    this.bytes = bytes;
    this.builder = builder;
  }

  /** Writes the fields of the log that the builder has open, if the text is one of these. */
  boolean write(int at, int length) {
    int bar = indexOf('|', at, at + length);
    int end = at + length;
    if (bar < 0) {
      return false;
    }
    int lastBar = end - 1;
    while (bytes[lastBar] != '|') {
      lastBar--;
    }
    if (lastBar - bar < 3
        || bytes[bar + 1] != '{'
        || !Ascii.isNumber(bytes, lastBar + 1, end - lastBar - 1)) {
      return false;
    }
    try {
      if (!isObjectOfScalars(copy(bar + 1, lastBar))) {
        return false;
      }
      builder.stringTag(LogFields.EVENT, 0, LogFields.EVENT.length, bytes, at, bar - at);
      attributes(copy(bar + 1, lastBar));
      return true;
    } catch (DecodeException e) {
      // no JSON between the bars
      return false;
    }
  }

  private static boolean isObjectOfScalars(JsonReader in) throws DecodeException {
    in.beginObject();
    while (in.nextMember()) {
      int c = in.peek();
      if (c == 'n') {
        return false;
      }
      // A container is nested too deep for this reader.
      in.skipValue();
    }
    return in.peek() < 0;
  }

  private void attributes(JsonReader in) throws DecodeException {
    byte[] text = in.array();
    in.beginObject();
    while (in.nextMember()) {
      int keyAt = in.textAt();
      int keyLength = in.textLength();
      switch (in.peek()) {
        case '"' -> {
          in.readString();
          builder.stringTag(text, keyAt, keyLength, text, in.textAt(), in.textLength());
        }
        case 't', 'f' -> builder.boolTag(text, keyAt, keyLength, in.readBoolean());
        default -> number(in, keyAt, keyLength);
      }
    }
  }

  private void number(JsonReader in, int keyAt, int keyLength) throws DecodeException {
    in.readNumber();
    byte[] text = in.array();
    if ((in.textLength() < 19 && Ascii.isNumber(text, in.textAt() + 1, in.textLength() - 1))
        || in.textLength() == 1) {
      long value = JsonNumbers.parseLong(text, in.textAt(), in.textLength());
      builder.int64Tag(text, keyAt, keyLength, value);
    } else {
      String digits = new String(text, in.textAt(), in.textLength(), ISO_8859_1);
      builder.float64Tag(text, keyAt, keyLength, Double.parseDouble(digits));
    }
  }

  private JsonReader copy(int from, int to) {
    byte[] text = Arrays.copyOfRange(bytes, from, to);
    return new JsonReader(text, 0, text.length, 1);
  }

  private int indexOf(char c, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == c) {
        return i;
      }
    }
    return -1;
  }
}
