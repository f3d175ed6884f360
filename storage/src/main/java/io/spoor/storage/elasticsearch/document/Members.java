package io.spoor.storage.elasticsearch.document;

import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.elasticsearch.document.JsonCursor.Kind;

/** Where the members of an object stand that somebody asks for. Used again for the next object. */
final class Members {
  private final byte[][] names;
  // Two ints a member: offset and length of its value; length 0 if it is not there.
  private final int[] values;
  private byte[] bytes = new byte[0];

  Members(byte[][] names) {
    this.names = names;
    this.values = new int[names.length * 2];
  }

  /** Walks over the object; says whether there is one: null is none, as is nothing at all. */
  boolean locate(JsonCursor in) throws DecodeException {
    bytes = in.array();
    for (int i = 0; i < names.length; i++) {
      values[2 * i] = 0;
      values[2 * i + 1] = 0;
    }
    if (!in.enterObjectIfAny()) {
      return false;
    }
    while (in.nextMember()) {
      int member = indexOf(in);
      in.peek();
      int from = in.position();
      Kind kind = in.skip();
      if (member >= 0) {
        values[2 * member] = from;
        values[2 * member + 1] = kind == Kind.NULL ? 0 : in.position() - from;
      }
    }
    return true;
  }

  /** Points the cursor at the member's value: at nothing if there is none, or null. */
  JsonCursor at(int member, JsonCursor cursor) {
    return cursor.reset(bytes, values[2 * member], values[2 * member + 1]);
  }

  private int indexOf(JsonCursor in) {
    for (int i = 0; i < names.length; i++) {
      if (in.textIs(names[i])) {
        return i;
      }
    }
    return -1;
  }
}
