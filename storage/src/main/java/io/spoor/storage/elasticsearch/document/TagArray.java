package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.TagReader;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.Range;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;
import java.util.Arrays;

/**
 * Writes the tags of a span or a process: the nested array, then the object of those that are
 * fields. Keys that come twice stay nested, all of them. Confined to one thread.
 */
final class TagArray {
  private static final byte[] TAGS = "\"tags\":[".getBytes(US_ASCII);
  private static final byte[] KEY = "{\"key\":".getBytes(US_ASCII);
  private static final byte[] FIELDS = ",\"tag\":{".getBytes(US_ASCII);
  private static final int KEY_FIELD = 0x0a;
  // More fields than this has no span that means well; the others stay nested.
  private static final int MAX_FIELDS = 256;

  private final TagFields fields;
  private final TagReader tag = new TagReader();
  private final WireReader key = new WireReader();
  private final WireWriter asFields = new WireWriter(1024);
  // Of each tag: where it stands, and its number as a field.
  private int[] offsets = new int[64];
  private int[] lengths = new int[64];
  private int[] numbers = new int[64];
  private int count;
  // Tags that may be fields, by their key: open addressing, one more than the tag's place.
  private final int[] candidates = new int[MAX_FIELDS * 4];
  private final int[] taken = new int[MAX_FIELDS];
  private int takenCount;
  private SpanKind kind = SpanKind.NONE;

  TagArray(TagFields fields) {
    this.fields = fields;
  }

  /** The value of {@code span.kind} among the tags last written. */
  SpanKind kind() {
    return kind;
  }

  /** Writes {@code "tags":[...]} and, unless it is empty, {@code ,"tag":{...}}. */
  void write(WireReader in, Range range, int elementTag, WireWriter out) throws DecodeException {
    gather(in, range, elementTag);
    byte[] bytes = in.array();
    kind = SpanKind.NONE;
    asFields.truncate(0);
    JsonText.ascii(TAGS, out);
    boolean first = true;
    for (int i = 0; i < count; i++) {
      tag.reset(bytes, offsets[i], lengths[i]);
      kind = SpanKind.of(tag, kind);
      if (numbers[i] == TagFields.ABSENT || !writeField(numbers[i])) {
        if (!first) {
          out.writeByte(',');
        }
        first = false;
        writeNested(tag, out);
      }
    }
    out.writeByte(']');
    if (asFields.size() > 0) {
      JsonText.ascii(FIELDS, out);
      out.writeBytes(asFields.array(), 0, asFields.size());
      out.writeByte('}');
    }
  }

  static void writeNested(TagReader tag, WireWriter out) {
    JsonText.ascii(KEY, out);
    JsonText.string(tag.array(), tag.keyOffset(), tag.keyLength(), out);
    TagValue.nested(tag, out);
    out.writeByte('}');
  }

  private boolean writeField(int number) {
    int start = asFields.size();
    if (start > 0) {
      asFields.writeByte(',');
    }
    fields.writeName(number, tag.array(), tag.keyOffset(), tag.keyLength(), asFields);
    if (TagValue.field(tag, asFields)) {
      return true;
    }
    asFields.truncate(start);
    return false;
  }

  private void gather(WireReader in, Range range, int elementTag) throws DecodeException {
    count = 0;
    clearCandidates();
    range.restart();
    while (range.next(in, elementTag)) {
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, count * 2);
        lengths = Arrays.copyOf(lengths, count * 2);
        numbers = Arrays.copyOf(numbers, count * 2);
      }
      int length = in.readLength();
      offsets[count] = in.position();
      lengths[count] = length;
      numbers[count] = fields.isNone() ? TagFields.ABSENT : number(in.array());
      in.skip(length);
      count++;
    }
  }

  /** Also takes back the number of an earlier tag of the same key. */
  private int number(byte[] bytes) throws DecodeException {
    int place = count;
    if (!findKey(bytes, place)) {
      return TagFields.ABSENT;
    }
    int offset = key.position();
    int length = key.end() - offset;
    int hash = KeyTable.hash(bytes, offset, length);
    int number = fields.find(bytes, offset, length, hash);
    if (number == TagFields.ABSENT) {
      return TagFields.ABSENT;
    }
    int at = hash & (candidates.length - 1);
    while (candidates[at] != 0) {
      int other = candidates[at] - 1;
      if (hasKey(bytes, other, offset, length)) {
        numbers[other] = TagFields.ABSENT;
        return TagFields.ABSENT;
      }
      at = (at + 1) & (candidates.length - 1);
    }
    if (takenCount == MAX_FIELDS) {
      return TagFields.ABSENT;
    }
    candidates[at] = place + 1;
    taken[takenCount++] = at;
    return number;
  }

  /** Narrows {@link #key} to the key of a tag, which stands first. */
  private boolean findKey(byte[] bytes, int place) throws DecodeException {
    key.reset(bytes, offsets[place], lengths[place]);
    if (!key.hasNext() || key.readTag() != KEY_FIELD) {
      return false;
    }
    key.enter();
    return true;
  }

  private boolean hasKey(byte[] bytes, int place, int offset, int length) throws DecodeException {
    findKey(bytes, place);
    return Arrays.equals(bytes, key.position(), key.end(), bytes, offset, offset + length);
  }

  private void clearCandidates() {
    for (int i = 0; i < takenCount; i++) {
      candidates[taken[i]] = 0;
    }
    takenCount = 0;
  }
}
