package io.spoor.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.TagReader;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.TagText;
import io.spoor.storage.Tenant;
import java.util.Arrays;
import org.apache.lucene.util.BytesRef;

/**
 * How a chunk's facts are spelt as terms: tenant, one byte for what it is, then lengths and bytes,
 * so that no content can be taken for another's. Long names and values are cut or stand as a marker
 * ("a long value of this key"): terms only find candidates, the spans themselves are checked.
 */
final class TermWriter {
  static final int MAX_VALUE_BYTES = 256;
  static final int MAX_KEY_BYTES = 256;
  static final int MAX_NAME_BYTES = 8 << 10;
  static final int MAX_TENANT_BYTES = 1 << 10;

  private static final byte ANYTHING = 'a';
  private static final byte SERVICE = 's';
  private static final byte OPERATION = 'n';
  private static final byte CATALOG = 'o';
  private static final byte TAG = 't';
  private static final byte LONG_VALUE = 'l';
  private static final byte LONG_KEY = 'k';

  private final WireWriter bytes = new WireWriter(4096);
  private int[] ends = new int[64];
  private int count;
  private byte[] tenant = new byte[0];

  /** Tenant as it stands before every term: length, then bytes. */
  static byte[] prefix(Tenant tenant) {
    byte[] id = tenant.id().getBytes(UTF_8);
    WireWriter out = new WireWriter(id.length + 2);
    out.writeVarint(id.length);
    out.writeBytes(id, 0, id.length);
    return out.toByteArray();
  }

  /** Forgets all terms; those that follow are this tenant's. */
  void start(byte[] tenantPrefix) {
    tenant = tenantPrefix;
    bytes.truncate(0);
    count = 0;
    begin(ANYTHING);
    end();
  }

  void service(byte[] source, int offset, int length) {
    begin(SERVICE);
    bytes.writeBytes(source, offset, clip(source, offset, length));
    end();
  }

  void operation(byte[] source, int offset, int length) {
    begin(OPERATION);
    bytes.writeBytes(source, offset, clip(source, offset, length));
    end();
  }

  /** Service, operation and kind together: what the list of operations is read from. */
  void catalog(
      byte[] process, int service, int serviceLength, byte[] span, Slot operation, Slot kind) {
    begin(CATALOG);
    name(process, service, serviceLength);
    name(span, operation.offset, operation.length);
    bytes.writeBytes(span, kind.offset, clip(span, kind.offset, kind.length));
    end();
  }

  void tag(TagReader tag) {
    if (tag.keyLength() > MAX_KEY_BYTES) {
      begin(LONG_KEY);
      end();
      return;
    }
    boolean isLong = TagText.maxLength(tag) > MAX_VALUE_BYTES;
    begin(isLong ? LONG_VALUE : TAG);
    shortLength(tag.keyLength());
    bytes.writeBytes(tag.array(), tag.keyOffset(), tag.keyLength());
    if (!isLong) {
      TagText.append(tag, bytes);
    }
    end();
  }

  int count() {
    return count;
  }

  /** Points {@code into} at a term; valid until the next {@link #start}. */
  void term(int index, BytesRef into) {
    into.bytes = bytes.array();
    into.offset = index == 0 ? 0 : ends[index - 1];
    into.length = ends[index] - into.offset;
  }

  static BytesRef anythingTerm(byte[] tenant) {
    return new BytesRef(concat(tenant, ANYTHING, new byte[0]));
  }

  static BytesRef serviceTerm(byte[] tenant, String name) {
    byte[] utf8 = name.getBytes(UTF_8);
    return new BytesRef(concat(tenant, SERVICE, Arrays.copyOf(utf8, clip(utf8, 0, utf8.length))));
  }

  static BytesRef servicePrefix(byte[] tenant) {
    return new BytesRef(concat(tenant, SERVICE, new byte[0]));
  }

  static BytesRef operationTerm(byte[] tenant, String name) {
    byte[] utf8 = name.getBytes(UTF_8);
    return new BytesRef(concat(tenant, OPERATION, Arrays.copyOf(utf8, clip(utf8, 0, utf8.length))));
  }

  static BytesRef catalogPrefix(byte[] tenant, String service) {
    byte[] utf8 = service.getBytes(UTF_8);
    TermWriter writer = new TermWriter();
    writer.start(tenant);
    writer.begin(CATALOG);
    writer.name(utf8, 0, utf8.length);
    writer.end();
    return writer.last();
  }

  /** What a tag's term starts with; the text of the value follows. */
  static BytesRef tagPrefix(byte[] tenant, byte[] key) {
    return keyTerm(tenant, TAG, key);
  }

  static BytesRef longValueTerm(byte[] tenant, byte[] key) {
    return keyTerm(tenant, LONG_VALUE, key);
  }

  static BytesRef longKeyTerm(byte[] tenant) {
    return new BytesRef(concat(tenant, LONG_KEY, new byte[0]));
  }

  private static BytesRef keyTerm(byte[] tenant, byte kind, byte[] key) {
    TermWriter writer = new TermWriter();
    writer.start(tenant);
    writer.begin(kind);
    writer.shortLength(key.length);
    writer.bytes.writeBytes(key, 0, key.length);
    writer.end();
    return writer.last();
  }

  private BytesRef last() {
    BytesRef term = new BytesRef();
    term(count - 1, term);
    return BytesRef.deepCopyOf(term);
  }

  private void begin(byte kind) {
    bytes.writeBytes(tenant, 0, tenant.length);
    bytes.writeByte(kind);
  }

  private void end() {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    ends[count++] = bytes.size();
  }

  private void name(byte[] source, int offset, int length) {
    int clipped = clip(source, offset, length);
    shortLength(clipped);
    bytes.writeBytes(source, offset, clipped);
  }

  private void shortLength(int length) {
    bytes.writeByte(length >>> 8);
    bytes.writeByte(length);
  }

  /** A length of at most {@link #MAX_NAME_BYTES} that ends between two characters. */
  private static int clip(byte[] source, int offset, int length) {
    if (length <= MAX_NAME_BYTES) {
      return length;
    }
    int clipped = MAX_NAME_BYTES;
    while (clipped > 0 && (source[offset + clipped] & 0xc0) == 0x80) {
      clipped--;
    }
    return clipped;
  }

  private static byte[] concat(byte[] tenant, byte kind, byte[] rest) {
    byte[] all = Arrays.copyOf(tenant, tenant.length + 1 + rest.length);
    all[tenant.length] = kind;
    System.arraycopy(rest, 0, all, tenant.length + 1, rest.length);
    return all;
  }

  /** A place in an array. */
  static final class Slot {
    int offset;
    int length;

    void set(int offset, int length) {
      this.offset = offset;
      this.length = length;
    }
  }
}
