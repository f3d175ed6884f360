package io.spoor.storage.elasticsearch.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.elasticsearch.document.SpanDocument;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexSet;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where the documents of a batch go: writes the first of the two lines, and remembers the indices.
 * Confined to one thread at a time.
 */
final class Target {
  private static final byte[] ROUTED_END = "\"}}\n".getBytes(UTF_8);
  private static final byte[] ID = "\",\"_id\":\"".getBytes(UTF_8);
  private static final int DIGEST_BYTES = 16;

  private final IndexNames names;
  private final IndexSet spans;
  private final String alias;
  private final Set<IndexName> indices = new LinkedHashSet<>();
  private final Cursor spanIndex;
  private final Cursor serviceIndex;

  /**
   * @param spans what kind of index gets the spans; those of the archive have ids that depend on
   *     their content alone
   * @param requiresAlias whether the server is to refuse a name that is no alias
   */
  Target(IndexNames names, IndexSet spans, boolean requiresAlias) {
    this.names = names;
    this.spans = spans;
    this.alias = requiresAlias ? ",\"require_alias\":true" : "";
    this.spanIndex = new Cursor(spans, "{\"index\":{\"_index\":%s%s,\"routing\":\"");
    this.serviceIndex =
        new Cursor(
            IndexSet.SERVICE, "{\"update\":{\"_index\":%s%s,\"retry_on_conflict\":3,\"_id\":\"");
  }

  Set<IndexName> indices() {
    return indices;
  }

  boolean hasServices() {
    return spans != IndexSet.SPAN_ARCHIVE;
  }

  boolean hasChunks() {
    return spans == IndexSet.LEAN;
  }

  void writeSpanAction(SpanBatch batch, int span, WireWriter out) {
    byte[] action = spanIndex.action(SpanDocument.startMicros(batch, span));
    out.writeBytes(action, 0, action.length);
    SpanDocument.traceId(batch, span, out);
    if (spans == IndexSet.SPAN_ARCHIVE) {
      out.writeBytes(ID, 0, ID.length);
      byte[] id = contentId(batch, span).getBytes(UTF_8);
      out.writeBytes(id, 0, id.length);
    }
    out.writeBytes(ROUTED_END, 0, ROUTED_END.length);
  }

  /** The name of the index of the span whose action was written last. */
  String spanIndex() {
    return spanIndex.name;
  }

  /** Whether a span goes to the index that the last one went to. */
  boolean isSameIndex(SpanBatch batch, int span) {
    return spanIndex.holds(SpanDocument.startMicros(batch, span));
  }

  /** The name of the index that has the services of that time. */
  String serviceIndex(long micros) {
    serviceIndex.action(micros);
    return serviceIndex.name;
  }

  /** Writes all that stands before the id, for the index last asked for. */
  void startServiceAction(WireWriter out) {
    out.writeBytes(serviceIndex.action, 0, serviceIndex.action.length);
  }

  static void endServiceAction(WireWriter out) {
    out.writeBytes(ROUTED_END, 0, ROUTED_END.length);
  }

  /** Of the span and its process as the model has them: the same whichever form is written. */
  private static String contentId(SpanBatch batch, int span) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
    int process = batch.process(span);
    digest.update(batch.array(), batch.spanOffset(span), batch.spanLength(span));
    digest.update(batch.array(), batch.processOffset(process), batch.processLength(process));
    byte[] id = java.util.Arrays.copyOf(digest.digest(), DIGEST_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  /** The index of the last time asked for: spans of a batch mostly share it. */
  private final class Cursor {
    private final IndexSet set;
    private final String format;
    private String name = "";
    private byte[] action = {};
    private long fromMicros;
    private long toMicros;

    private Cursor(IndexSet set, String format) {
      this.set = set;
      this.format = format;
    }

    private byte[] action(long micros) {
      if (!holds(micros)) {
        move(micros);
      }
      return action;
    }

    private boolean holds(long micros) {
      return micros >= fromMicros && micros < toMicros;
    }

    private void move(long micros) {
      String next = names.write(set, micros);
      toMicros = names.nextMicros(set, micros);
      fromMicros = micros;
      if (!next.equals(name)) {
        name = next;
        String quoted = '"' + new String(JsonStringEncoder.getInstance().quoteAsString(next)) + '"';
        action = String.format(format, quoted, alias).getBytes(UTF_8);
        indices.add(new IndexName(set, next));
      }
    }
  }
}
