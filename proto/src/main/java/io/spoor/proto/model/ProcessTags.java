package io.spoor.proto.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tags that {@code --collector.tags} adds to each process: left out where the same key with the
 * same value is there already; afterwards the process's tags are sorted by key (contract:
 * collector.md §8.2).
 */
public final class ProcessTags {
  public static final ProcessTags NONE = new ProcessTags(Map.of());

  private static final int SERVICE_NAME_TAG = 0x0a;
  private static final int TAGS_TAG = 0x12;
  private static final int KEY_TAG = 0x0a;

  private final Map<String, String> tags;
  // Each one a whole KeyValue message.
  private final List<byte[]> encoded;

  private ProcessTags(Map<String, String> tags) {
    this.tags = tags;
    this.encoded =
        tags.entrySet().stream().map(tag -> encode(tag.getKey(), tag.getValue())).toList();
  }

  /** Tags in the order they are added in. */
  public static ProcessTags of(Map<String, String> tags) {
    return tags.isEmpty() ? NONE : new ProcessTags(new LinkedHashMap<>(tags));
  }

  /** Key to value, unmodifiable. */
  public Map<String, String> asMap() {
    return Collections.unmodifiableMap(tags);
  }

  /** Bytes that a process grows by at most. */
  public int encodedBytes() {
    return encoded.stream().mapToInt(tag -> tag.length + 4).sum();
  }

  /** Adds the tags to the process that stands in {@code out} from {@code start} to its end. */
  void addTo(WireWriter out, int start) {
    if (encoded.isEmpty()) {
      return;
    }
    byte[] process = Arrays.copyOfRange(out.array(), start, out.size());
    List<byte[]> all = new ArrayList<>();
    out.truncate(start);
    int at = 0;
    while (at < process.length) {
      int tag = process[at];
      int content = contentOf(process, at);
      int length = lengthOf(process, at);
      if (tag == SERVICE_NAME_TAG) {
        out.writeField(tag, process, content, length);
      } else {
        all.add(Arrays.copyOfRange(process, content, content + length));
      }
      at = content + length;
    }
    for (byte[] tag : encoded) {
      if (all.stream().noneMatch(present -> Arrays.equals(present, tag))) {
        all.add(tag);
      }
    }
    all.sort(ProcessTags::compareKeys);
    for (byte[] tag : all) {
      out.writeField(TAGS_TAG, tag, 0, tag.length);
    }
  }

  private static int compareKeys(byte[] a, byte[] b) {
    int aFrom = hasKey(a) ? contentOf(a, 0) : 0;
    int bFrom = hasKey(b) ? contentOf(b, 0) : 0;
    int aTo = hasKey(a) ? aFrom + lengthOf(a, 0) : 0;
    int bTo = hasKey(b) ? bFrom + lengthOf(b, 0) : 0;
    return Arrays.compareUnsigned(a, aFrom, aTo, b, bFrom, bTo);
  }

  /** An empty key is left out, as every default value is. */
  private static boolean hasKey(byte[] tag) {
    return tag.length > 0 && tag[0] == KEY_TAG;
  }

  /** Where the content starts of the length-delimited field at {@code field}. */
  private static int contentOf(byte[] bytes, int field) {
    int at = field + 1;
    while (bytes[at] < 0) {
      at++;
    }
    return at + 1;
  }

  private static int lengthOf(byte[] bytes, int field) {
    int length = 0;
    int at = field + 1;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      length |= (b & 0x7f) << shift;
      if (b >= 0) {
        return length;
      }
    }
  }

  private static byte[] encode(String key, String value) {
    byte[] keyBytes = key.getBytes(UTF_8);
    byte[] valueBytes = value.getBytes(UTF_8);
    WireWriter out = new WireWriter(keyBytes.length + valueBytes.length + 8);
    if (keyBytes.length > 0) {
      out.writeField(KEY_TAG, keyBytes, 0, keyBytes.length);
    }
    if (valueBytes.length > 0) {
      out.writeField(0x1a, valueBytes, 0, valueBytes.length);
    }
    return out.toByteArray();
  }
}
