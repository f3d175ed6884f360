package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.spoor.proto.wire.WireWriter;
import java.util.Collection;
import java.util.List;

/**
 * Which tags become fields of the document instead of nested documents (contract: elasticsearch.md
 * §3.2). Only a key that Jaeger turns back into itself does: not one that holds the replacement
 * already, and none that Elasticsearch would refuse as a name or read as a path of empty parts.
 * Immutable: any thread.
 */
public final class TagFields {
  /** The usual replacement of dots. */
  public static final String AT = "@";

  /** Every tag is nested, as in Jaeger's default. */
  public static final TagFields NONE = new TagFields(Kind.NONE, List.of(), AT);

  /** The default: {@link HotKeys} are fields. */
  public static final TagFields HOT = hot(AT);

  static final int ABSENT = KeyTable.ABSENT;

  // A longer key is part of no convention, and the names of all fields of a document are terms.
  private static final int MAX_KEY_BYTES = 256;

  private enum Kind {
    NONE,
    HOT,
    LISTED,
    ALL
  }

  private final Kind kind;
  private final List<String> keys;
  private final String dotReplacement;
  private final byte[] replacement;
  private final KeyTable table;
  // Each one "name":
  private final byte[][] names;

  private TagFields(Kind kind, Collection<String> keys, String dotReplacement) {
    this.kind = kind;
    this.dotReplacement = requireNonNull(dotReplacement, "dotReplacement");
    this.replacement = dotReplacement.getBytes(UTF_8);
    this.keys = keys.stream().distinct().sorted().filter(this::isReversible).toList();
    this.table = new KeyTable(this.keys);
    this.names = this.keys.stream().map(this::encodedName).toArray(byte[][]::new);
  }

  public static TagFields hot(String dotReplacement) {
    return new TagFields(Kind.HOT, HotKeys.LIST, dotReplacement);
  }

  /** Those keys and no others. */
  public static TagFields of(Collection<String> keys, String dotReplacement) {
    return new TagFields(Kind.LISTED, keys, dotReplacement);
  }

  public static TagFields all(String dotReplacement) {
    return new TagFields(Kind.ALL, List.of(), dotReplacement);
  }

  /**
   * Whether the keys are Spoor's choice: nobody asked to chart them, so they need no doc values.
   */
  public boolean isHot() {
    return kind == Kind.HOT;
  }

  public boolean isNone() {
    return kind == Kind.NONE;
  }

  public String dotReplacement() {
    return dotReplacement;
  }

  /** What the fields of the listed keys are called, sorted by key; empty if all keys are fields. */
  public List<String> fieldNames() {
    return keys.stream().map(this::replaced).toList();
  }

  /** A number for a key that may be a field, else {@link #ABSENT}. */
  int find(byte[] bytes, int offset, int length, int hash) {
    return switch (kind) {
      case NONE -> ABSENT;
      case HOT, LISTED -> table.find(bytes, offset, length, hash);
      case ALL -> isReversible(bytes, offset, length) ? 0 : ABSENT;
    };
  }

  /** Writes the name of the field and its colon, for a number that {@link #find} gave. */
  void writeName(int number, byte[] bytes, int offset, int length, WireWriter out) {
    if (kind != Kind.ALL) {
      out.writeBytes(names[number], 0, names[number].length);
      return;
    }
    int start = out.size();
    out.writeByte('"');
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      if (JsonText.needsEscape(b)) {
        byte[] name = encodedName(new String(bytes, offset, length, UTF_8));
        out.truncate(start);
        out.writeBytes(name, 0, name.length);
        return;
      }
      if (b == '.') {
        out.writeBytes(replacement, 0, replacement.length);
      } else {
        out.writeByte(b);
      }
    }
    out.writeByte('"');
    out.writeByte(':');
  }

  private String replaced(String key) {
    return key.replace(".", dotReplacement);
  }

  private byte[] encodedName(String key) {
    byte[] name = replaced(key).getBytes(UTF_8);
    WireWriter out = new WireWriter(name.length + 16);
    JsonText.string(name, 0, name.length, out);
    out.writeByte(':');
    return out.toByteArray();
  }

  private boolean isReversible(String key) {
    byte[] bytes = key.getBytes(UTF_8);
    return isReversible(bytes, 0, bytes.length);
  }

  private boolean isReversible(byte[] key, int offset, int length) {
    int end = offset + length;
    if (length == 0 || length > MAX_KEY_BYTES || replacement.length == 0) {
      return false;
    }
    boolean dotsStay = dotReplacement.equals(".");
    boolean isBlank = true;
    for (int i = offset; i < end; i++) {
      int b = key[i];
      if (b == '.' && dotsStay) {
        if (isBlank) {
          return false;
        }
        isBlank = true;
        continue;
      }
      // Of a longer replacement every byte is avoided: simple, and nobody has one.
      if (b != '.' && contains(replacement, 0, replacement.length, b)) {
        return false;
      }
      // Blank names are refused; outside ASCII there are more blanks, so none counts as letter.
      isBlank &= b <= ' ' || b == 0x7f;
    }
    // A replacement with dots among other characters would make paths of it.
    return !isBlank && (dotsStay || dotReplacement.indexOf('.') < 0);
  }

  private static boolean contains(byte[] bytes, int from, int to, int wanted) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return true;
      }
    }
    return false;
  }
}
