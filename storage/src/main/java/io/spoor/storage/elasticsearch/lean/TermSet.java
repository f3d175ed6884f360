package io.spoor.storage.elasticsearch.lean;

import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.elasticsearch.document.JsonText;
import java.util.Arrays;

/** Distinct terms as bytes: written behind {@link #buffer}, then taken in. One thread. */
final class TermSet {
  private final WireWriter bytes = new WireWriter(1024);
  private int[] ends = new int[64];
  private int count;
  // Numbers of terms plus one, open addressing; at most half is taken.
  private int[] table = new int[256];

  void clear() {
    bytes.truncate(0);
    count = 0;
    Arrays.fill(table, 0);
  }

  /** Where the next term is written. */
  WireWriter buffer() {
    return bytes;
  }

  /** Takes in what was written since the last call, unless it is there already. */
  void add() {
    int start = start(count);
    int at = slot(start, bytes.size());
    if (table[at] != 0) {
      bytes.truncate(start);
      return;
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    ends[count++] = bytes.size();
    table[at] = count;
    if (count * 2 > table.length) {
      grow();
    }
  }

  /** Writes the terms as an array of JSON. */
  void write(WireWriter out) {
    out.writeByte('[');
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.writeByte(',');
      }
      JsonText.string(bytes.array(), start(i), ends[i] - start(i), out);
    }
    out.writeByte(']');
  }

  private int start(int term) {
    return term == 0 ? 0 : ends[term - 1];
  }

  /** Where such a term is, or would be. */
  private int slot(int from, int to) {
    byte[] array = bytes.array();
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + array[i];
    }
    int at = (hash ^ hash >>> 16) & (table.length - 1);
    while (table[at] != 0
        && !Arrays.equals(array, start(table[at] - 1), ends[table[at] - 1], array, from, to)) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }

  private void grow() {
    table = new int[table.length * 2];
    for (int i = 0; i < count; i++) {
      table[slot(start(i), ends[i])] = i + 1;
    }
  }
}
