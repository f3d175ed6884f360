package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.elasticsearch.document.JsonCursor.Kind;
import io.spoor.storage.elasticsearch.document.TagValues.Slice;
import java.util.Arrays;

/** Reads tags in both places of a document: nested arrays, and maps whose keys have no dots. */
final class TagLists {
  private static final byte[] KEY = "key".getBytes(US_ASCII);
  private static final byte[] TYPE = "type".getBytes(US_ASCII);
  // What mappings up to 1.60 call it.
  private static final byte[] TAG_TYPE = "tagType".getBytes(US_ASCII);
  private static final byte[] VALUE = "value".getBytes(US_ASCII);

  private final byte[] dotReplacement;
  private final WireWriter keyText = new WireWriter(64);
  private final Slice key = new Slice();
  private final Slice type = new Slice();
  private final Slice value = new Slice();

  TagLists(String dotReplacement) {
    this.dotReplacement = dotReplacement.getBytes(UTF_8);
  }

  void readList(JsonCursor in, SpanBatchBuilder out) throws DecodeException {
    if (!in.enterArrayIfAny()) {
      return;
    }
    while (in.nextElement()) {
      in.enterObject();
      key.clear();
      type.clear();
      value.clear();
      Kind kind = Kind.NULL;
      while (in.nextMember()) {
        if (in.textIs(KEY)) {
          in.readString();
          key.take(in);
        } else if (in.textIs(TYPE) || in.textIs(TAG_TYPE)) {
          in.readString();
          type.take(in);
        } else if (in.textIs(VALUE)) {
          kind = in.read();
          value.take(in);
        } else {
          in.skip();
        }
      }
      TagValues.addDeclared(out, in.array(), key, type, kind, value);
    }
  }

  void readMap(JsonCursor in, SpanBatchBuilder out) throws DecodeException {
    if (!in.enterObjectIfAny()) {
      return;
    }
    while (in.nextMember()) {
      keyText.truncate(0);
      restoreDots(in.array(), in.textAt(), in.textLength());
      key.at = 0;
      key.length = keyText.size();
      Kind kind = in.read();
      value.take(in);
      TagValues.addNative(out, in.array(), keyText.array(), key, kind, value);
    }
  }

  private void restoreDots(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      if (isReplacement(bytes, at, end)) {
        keyText.writeByte('.');
        at += dotReplacement.length;
      } else {
        keyText.writeByte(bytes[at++]);
      }
    }
  }

  private boolean isReplacement(byte[] bytes, int at, int end) {
    int length = dotReplacement.length;
    return length > 0
        && at + length <= end
        && Arrays.equals(bytes, at, at + length, dotReplacement, 0, length);
  }
}
