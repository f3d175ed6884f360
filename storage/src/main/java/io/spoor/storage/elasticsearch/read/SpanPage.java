package io.spoor.storage.elasticsearch.read;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonNumbers;
import io.spoor.storage.elasticsearch.document.JsonCursor;
import io.spoor.storage.elasticsearch.document.SpanDocumentReader;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.index.IndexSet;
import java.io.IOException;

/**
 * Reads an answer full of span documents: each into a builder, the rest of the answer into a small
 * tree. Confined to one thread.
 */
final class SpanPage {
  private static final byte[] HITS = "hits".getBytes(US_ASCII);
  private static final byte[] TOTAL = "total".getBytes(US_ASCII);
  private static final byte[] SOURCE = "_source".getBytes(US_ASCII);
  private static final byte[] INDEX = "_index".getBytes(US_ASCII);
  private static final byte[] SORT = "sort".getBytes(US_ASCII);
  private static final String CHUNKS = IndexSet.LEAN.baseName();
  private static final byte[] ID = "_id".getBytes(US_ASCII);

  private final ObjectMapper json;
  private final SpanDocumentReader documents;
  private final SpanDocumentReader chunked = new SpanDocumentReader(TagFields.AT);
  private final SpanBatchBuilder out;
  private final JsonCursor in = new JsonCursor();
  private ObjectNode rest;
  private long total;
  private int hits;
  private int unreadable;
  private long lastSort;
  private String trouble = "";

  SpanPage(ObjectMapper json, SpanDocumentReader documents, SpanBatchBuilder out) {
    this.json = json;
    this.documents = documents;
    this.out = out;
    this.rest = json.createObjectNode();
  }

  /**
   * @param body is written to
   * @throws IOException if it is not an answer
   */
  void read(byte[] body) throws IOException {
    rest = json.createObjectNode();
    total = 0;
    hits = 0;
    try {
      in.reset(body, 0, body.length).enterObject();
      while (in.nextMember()) {
        if (in.textIs(HITS)) {
          readHits();
        } else {
          String name = new String(body, in.textAt(), in.textLength(), UTF_8);
          in.peek();
          int from = in.position();
          in.skip();
          rest.set(name, json.readTree(body, from, in.position() - from));
        }
      }
    } catch (DecodeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void readHits() throws DecodeException, IOException {
    byte[] body = in.array();
    in.enterObject();
    while (in.nextMember()) {
      if (in.textIs(TOTAL)) {
        in.read();
        JsonNode told = json.readTree(body, in.textAt(), in.textLength());
        total = told.isObject() ? told.path("value").asLong() : told.asLong();
      } else if (in.textIs(HITS)) {
        in.enterArray();
        while (in.nextElement()) {
          hits++;
          readHit();
        }
      } else {
        in.skip();
      }
    }
  }

  private void readHit() throws DecodeException {
    byte[] body = in.array();
    int indexAt = 0;
    int indexLength = 0;
    int idAt = 0;
    int idLength = 0;
    int from = 0;
    int to = 0;
    in.enterObject();
    while (in.nextMember()) {
      if (in.textIs(SOURCE)) {
        in.peek();
        from = in.position();
        in.skip();
        to = in.position();
      } else if (in.textIs(INDEX)) {
        in.skip();
        indexAt = in.textAt();
        indexLength = in.textLength();
      } else if (in.textIs(ID)) {
        in.skip();
        idAt = in.textAt();
        idLength = in.textLength();
      } else if (in.textIs(SORT)) {
        readSort();
      } else {
        in.skip();
      }
    }
    try {
      if (new String(body, indexAt, indexLength, UTF_8).contains(CHUNKS)) {
        chunked.readChunk(body, from, to - from, out);
      } else {
        documents.read(body, from, to - from, out);
      }
    } catch (DecodeException e) {
      unreadable++;
      if (trouble.isEmpty()) {
        trouble =
            new String(body, indexAt, indexLength, UTF_8)
                + "/"
                + new String(body, idAt, idLength, UTF_8)
                + ": "
                + e.getMessage();
      }
    }
  }

  private void readSort() throws DecodeException {
    if (!in.enterArrayIfAny()) {
      return;
    }
    boolean isFirst = true;
    while (in.nextElement()) {
      if (in.skip() == JsonCursor.Kind.NUMBER && isFirst) {
        lastSort = JsonNumbers.parseLong(in.array(), in.textAt(), in.textLength());
      }
      isFirst = false;
    }
  }

  /** What the last document was sorted by, if that is a whole number. */
  long lastSort() {
    return lastSort;
  }

  /** The answer without its hits. */
  JsonNode rest() {
    return rest;
  }

  /** Documents there are, in this answer or not. */
  long total() {
    return total;
  }

  /** Documents of the last answer. */
  int hits() {
    return hits;
  }

  /** Documents of all answers that are no spans. */
  int unreadable() {
    return unreadable;
  }

  /** Which the first unreadable document was, and why. */
  String trouble() {
    return trouble;
  }
}
