package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.TagReader;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.Range;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;

/** The logs of a span; their fields are always nested. Confined to one thread. */
final class LogArray {
  static final int FIELD = 0x4a;

  private static final byte[] LOGS = "\"logs\":[".getBytes(US_ASCII);
  private static final byte[] TIMESTAMP = "{\"timestamp\":".getBytes(US_ASCII);
  private static final byte[] FIELDS = ",\"fields\":".getBytes(US_ASCII);
  private static final byte[] NULL = "null".getBytes(US_ASCII);
  private static final int TIME = 0x0a;
  private static final int LOG_FIELD = 0x12;

  private final Range range = new Range();
  private final TagReader field = new TagReader();

  void clear() {
    range.clear();
  }

  void skip(WireReader in, int tagAt) throws DecodeException {
    range.skip(in, tagAt);
  }

  void write(WireReader in, WireWriter out) throws DecodeException {
    JsonText.ascii(LOGS, out);
    boolean first = true;
    range.restart();
    while (range.next(in, FIELD)) {
      if (!first) {
        out.writeByte(',');
      }
      first = false;
      int outer = in.enter();
      writeLog(in, out);
      in.leave(outer);
    }
    out.writeByte(']');
  }

  /** The time stands before the fields. */
  private void writeLog(WireReader in, WireWriter out) throws DecodeException {
    long micros = 0;
    int from = in.position();
    if (in.hasNext() && in.readTag() == TIME) {
      micros = readMicros(in);
    } else {
      in.moveTo(from);
    }
    JsonText.ascii(TIMESTAMP, out);
    JsonText.decimal(Math.max(0, micros), out);
    JsonText.ascii(FIELDS, out);
    boolean any = false;
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag != LOG_FIELD) {
        in.skipValue(tag);
        continue;
      }
      out.writeByte(any ? ',' : '[');
      any = true;
      int length = in.readLength();
      TagArray.writeNested(field.reset(in.array(), in.position(), length), out);
      in.skip(length);
    }
    if (any) {
      out.writeByte(']');
    } else {
      JsonText.ascii(NULL, out);
    }
    out.writeByte('}');
  }

  private static long readMicros(WireReader in) throws DecodeException {
    long seconds = 0;
    long nanos = 0;
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == 0x08) {
        seconds = in.readVarint();
      } else if (tag == 0x10) {
        nanos = in.readVarint();
      } else {
        in.skipValue(tag);
      }
    }
    in.leave(outer);
    return seconds * 1_000_000 + nanos / 1000;
  }
}
