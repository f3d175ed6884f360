package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.Range;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;

/** The references of a span. Confined to one thread. */
final class ReferenceArray {
  static final int FIELD = 0x22;

  private static final byte[] REFERENCES = "\"references\":[".getBytes(US_ASCII);
  // Jaeger takes any type but "follows from" for this one.
  private static final byte[] CHILD_OF =
      "{\"refType\":\"CHILD_OF\",\"traceID\":\"".getBytes(US_ASCII);
  private static final byte[] FOLLOWS_FROM =
      "{\"refType\":\"FOLLOWS_FROM\",\"traceID\":\"".getBytes(US_ASCII);
  private static final byte[] SPAN_ID = "\",\"spanID\":\"".getBytes(US_ASCII);
  private static final byte[] END = "\"}".getBytes(US_ASCII);

  private final Range range = new Range();

  void clear() {
    range.clear();
  }

  void skip(WireReader in, int tagAt) throws DecodeException {
    range.skip(in, tagAt);
  }

  void write(WireReader in, WireWriter out) throws DecodeException {
    JsonText.ascii(REFERENCES, out);
    boolean first = true;
    range.restart();
    while (range.next(in, FIELD)) {
      if (!first) {
        out.writeByte(',');
      }
      first = false;
      writeReference(in, out);
    }
    out.writeByte(']');
  }

  private static void writeReference(WireReader in, WireWriter out) throws DecodeException {
    long high = 0;
    long low = 0;
    long span = 0;
    long type = 0;
    int outer = in.enter();
    while (in.hasNext()) {
      int field = in.readTag();
      switch (field) {
        case 0x0a -> {
          in.readLength();
          high = in.readBigEndian();
          low = in.readBigEndian();
        }
        case 0x12 -> {
          in.readLength();
          span = in.readBigEndian();
        }
        case 0x18 -> type = in.readVarint();
        default -> in.skipValue(field);
      }
    }
    in.leave(outer);
    JsonText.ascii(type == 1 ? FOLLOWS_FROM : CHILD_OF, out);
    JsonText.traceId(high, low, out);
    JsonText.ascii(SPAN_ID, out);
    JsonText.hex(span, out);
    JsonText.ascii(END, out);
  }
}
