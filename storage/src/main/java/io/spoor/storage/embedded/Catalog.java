package io.spoor.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.storage.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * Services and operations, read off the terms. What has been evicted from RAM is still named until
 * a merge forgets it.
 */
final class Catalog {
  private Catalog() {}

  static List<String> services(Snapshot snapshot, byte[] tenant) throws IOException {
    NavigableSet<BytesRef> names = suffixes(snapshot, TermWriter.servicePrefix(tenant));
    List<String> services = new ArrayList<>(names.size());
    names.forEach(name -> services.add(text(name.bytes, name.offset, name.length)));
    services.sort(Comparator.naturalOrder());
    return List.copyOf(services);
  }

  static List<Operation> operations(Snapshot snapshot, byte[] tenant, String service)
      throws IOException {
    List<Operation> operations = new ArrayList<>();
    for (BytesRef entry : suffixes(snapshot, TermWriter.catalogPrefix(tenant, service))) {
      int length = ((entry.bytes[0] & 0xff) << 8) | (entry.bytes[1] & 0xff);
      operations.add(
          new Operation(
              text(entry.bytes, 2, length),
              text(entry.bytes, 2 + length, entry.length - 2 - length)));
    }
    operations.sort(Comparator.comparing(Operation::name).thenComparing(Operation::spanKind));
    return List.copyOf(operations);
  }

  /** What follows the prefix, each once, each in an array of its own. */
  private static NavigableSet<BytesRef> suffixes(Snapshot snapshot, BytesRef prefix)
      throws IOException {
    TreeSet<BytesRef> found = new TreeSet<>();
    for (Snapshot.View view : snapshot.views()) {
      for (LeafReaderContext context : view.reader().leaves()) {
        Terms terms = context.reader().terms(ChunkDocument.TERMS);
        if (terms != null) {
          collect(terms.iterator(), prefix, found);
        }
      }
    }
    return found;
  }

  private static void collect(TermsEnum terms, BytesRef prefix, NavigableSet<BytesRef> found)
      throws IOException {
    if (terms.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
      return;
    }
    BytesRef term = terms.term();
    while (term != null && StringHelper.startsWith(term, prefix)) {
      BytesRef suffix =
          new BytesRef(term.bytes, term.offset + prefix.length, term.length - prefix.length);
      if (!found.contains(suffix)) {
        found.add(BytesRef.deepCopyOf(suffix));
      }
      term = terms.next();
    }
  }

  private static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, UTF_8);
  }
}
