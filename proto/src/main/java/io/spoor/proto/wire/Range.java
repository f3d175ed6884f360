package io.spoor.proto.wire;

/**
 * Where a repeated field stands in its message: from its first element to behind its last one, with
 * other fields perhaps between them. Filled while the message is walked, then read.
 */
public final class Range {
  private int from;
  private int to;
  private boolean started;

  public boolean isEmpty() {
    return from == to;
  }

  /** Forgets the elements. */
  public void clear() {
    from = 0;
    to = 0;
    started = false;
  }

  /** Skips a length-delimited element whose tag stands at {@code tagAt}, and takes it in. */
  public void skip(WireReader in, int tagAt) throws DecodeException {
    if (isEmpty()) {
      from = tagAt;
    }
    in.skipBytes();
    to = in.position();
  }

  /** Starts reading again. */
  public void restart() {
    started = false;
  }

  /**
   * Moves the cursor, which is narrowed to the message, behind the tag of the next element. It must
   * stand where the last element ended.
   *
   * @return whether there is one
   */
  public boolean next(WireReader in, int elementTag) throws DecodeException {
    if (!started) {
      if (isEmpty()) {
        return false;
      }
      started = true;
      in.moveTo(from);
    }
    while (in.position() < to) {
      int tag = in.readTag();
      if (tag == elementTag) {
        return true;
      }
      in.skipValue(tag);
    }
    return false;
  }
}
