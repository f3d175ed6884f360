package io.spoor.proto.otlp;

import static io.spoor.proto.otlp.OtlpFields.*;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/** A {@code KeyValue} or an {@code AnyValue} where it stands in the message: nothing is copied. */
final class Attribute {
  /** The kind of a value that is not set. */
  static final int EMPTY = 0;

  int keyAt;
  int keyLength;

  /** The tag of the value that was set last. */
  int kind;

  /** Content of a string, bytes, array or list. */
  int valueAt;

  int valueLength;

  /** A number or truth value as it stands on the wire. */
  long bits;

  /** Reads the {@code KeyValue} whose length comes next. */
  void readKeyValue(WireReader in) throws DecodeException {
    keyAt = 0;
    keyLength = 0;
    kind = EMPTY;
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == KEY) {
        keyLength = in.skipBytes();
        keyAt = in.position() - keyLength;
      } else if (tag == VALUE) {
        readFields(in);
      } else {
        in.skipUnknown(tag, KEY_VALUE_FIELDS);
      }
    }
    in.leave(outer);
  }

  /** Reads the {@code AnyValue} whose length comes next. */
  void readValue(WireReader in) throws DecodeException {
    kind = EMPTY;
    readFields(in);
  }

  private void readFields(WireReader in) throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case STRING_VALUE, BYTES_VALUE, ARRAY_VALUE, KVLIST_VALUE -> {
          kind = tag;
          valueLength = in.skipBytes();
          valueAt = in.position() - valueLength;
        }
        case BOOL_VALUE, INT_VALUE -> {
          kind = tag;
          bits = in.readVarint();
        }
        case DOUBLE_VALUE -> {
          kind = tag;
          bits = in.readFixed64();
        }
        default -> in.skipUnknown(tag, ANY_VALUE_FIELDS);
      }
    }
    in.leave(outer);
  }
}
