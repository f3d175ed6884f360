package io.spoor.proto.wire;

/**
 * A singular message field. Protobuf lets it come in several parts, which read one after the other
 * are the whole; senders write one, so only more than one costs a copy.
 */
public final class SplitMessage {
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int offset;
  private int length;
  private int parts;

  public boolean isPresent() {
    return parts > 0;
  }

  /** Forgets the parts. */
  public void clear() {
    bytes = NOTHING;
    offset = 0;
    length = 0;
    parts = 0;
  }

  /** Skips the part whose length comes next, and adds it. */
  public void skip(WireReader in) throws DecodeException {
    int size = in.skipBytes();
    int at = in.position() - size;
    if (parts == 0) {
      bytes = in.array();
      offset = at;
      length = size;
    } else {
      append(in.array(), at, size);
    }
    parts++;
  }

  /** Points the cursor at the whole. */
  public WireReader read(WireReader cursor) {
    return cursor.reset(bytes, offset, length);
  }

  private void append(byte[] source, int at, int size) {
    if (parts == 1 || bytes.length - length < size) {
      // The first array is the message itself and is not ours to write.
      byte[] larger = new byte[length + Math.max(size, length >> 1)];
      System.arraycopy(bytes, offset, larger, 0, length);
      bytes = larger;
      offset = 0;
    }
    System.arraycopy(source, at, bytes, length, size);
    length += size;
  }
}
