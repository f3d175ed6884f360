package io.spoor.storage.embedded;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;

/**
 * Keeps the number of traces in bounds by deleting those whose first span came first. Index thread
 * only. It knows the traces of this process's life, so it is for stores that live no longer.
 */
final class Eviction {
  private final int maxTraces;
  private final Set<WindowChunks.Key> traces = new LinkedHashSet<>();

  /**
   * @param maxTraces 0 = no bound
   */
  Eviction(int maxTraces) {
    this.maxTraces = maxTraces;
  }

  /** Counts the traces in and deletes as many as are too many. */
  void evict(List<WindowChunks.Key> written, IndexWriter index) throws IOException {
    if (maxTraces == 0) {
      return;
    }
    traces.addAll(written);
    if (traces.size() <= maxTraces) {
      return;
    }
    Iterator<WindowChunks.Key> oldest = traces.iterator();
    while (traces.size() > maxTraces) {
      WindowChunks.Key key = oldest.next();
      oldest.remove();
      byte[] tenant = TermWriter.prefix(key.tenant());
      index.deleteDocuments(
          new Term(ChunkDocument.TRACE, ChunkDocument.traceTerm(tenant, key.high(), key.low())));
    }
  }
}
