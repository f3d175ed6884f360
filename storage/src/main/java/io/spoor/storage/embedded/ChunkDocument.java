package io.spoor.storage.embedded;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.TagReader;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;
import java.util.Arrays;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/**
 * The Lucene document of one chunk, built from wire bytes and reused for every chunk. Index thread
 * only.
 *
 * <p>Fields: {@link #TRACE} is tenant and trace id; {@link #TERMS} is what {@link TermWriter} says;
 * {@link #SPANS} is what {@link StoredChunk} reads; doc values hold the latest start in
 * microseconds, how far before it the earliest lies, and the bounds of the durations, the last
 * three coarsely, because the spans themselves are checked.
 */
final class ChunkDocument {
  static final String TRACE = "trace";
  static final String TERMS = "terms";
  static final String SPANS = "spans";
  static final String LAST = "last";
  static final String SPREAD = "spread";
  static final String SLOWEST = "slowest";
  static final String FASTEST = "fastest";

  private static final byte[] SPAN_KIND = {'s', 'p', 'a', 'n', '.', 'k', 'i', 'n', 'd'};

  private final Document document = new Document();
  private final BytesRef traceTerm = new BytesRef();
  private final BytesRef encodedSpans = new BytesRef();
  private final Field spans;
  private final Field last = new NumericDocValuesField(LAST, 0);
  private final Field spread = new NumericDocValuesField(SPREAD, 0);
  private final Field slowest = new NumericDocValuesField(SLOWEST, 0);
  private final Field fastest = new NumericDocValuesField(FASTEST, 0);

  private final TermWriter terms = new TermWriter();
  private final WireWriter encoded = new WireWriter(16 << 10);
  private final WireReader in = new WireReader();
  private final TagReader tag = new TagReader();
  private final TermWriter.Slot service = new TermWriter.Slot();
  private final TermWriter.Slot operation = new TermWriter.Slot();
  private final TermWriter.Slot kind = new TermWriter.Slot();

  ChunkDocument() {
    FieldType tokenized = new FieldType();
    tokenized.setIndexOptions(IndexOptions.DOCS);
    tokenized.setOmitNorms(true);
    tokenized.freeze();
    spans = new StoredField(SPANS, encodedSpans);
    // Its bytes are written anew for each chunk: Lucene lets nobody set them.
    document.add(new StringField(TRACE, traceTerm, Field.Store.NO));
    document.add(new Field(TERMS, new TermStream(terms), tokenized));
    document.add(spans);
    document.add(last);
    document.add(spread);
    document.add(slowest);
    document.add(fastest);
  }

  /** Tenant and trace id as a term of {@link #TRACE}. */
  static BytesRef traceTerm(byte[] tenant, long high, long low) {
    WireWriter out = new WireWriter(tenant.length + 16);
    out.writeBytes(tenant, 0, tenant.length);
    out.writeBigEndian(high);
    out.writeBigEndian(low);
    return new BytesRef(out.toByteArray());
  }

  /**
   * The document of these spans, all of one trace: good until the next call.
   *
   * @param batches where each span is
   * @param indexes which one it is there; both in use up to {@code count}; reordered
   */
  Document of(byte[] tenant, SpanBatch[] batches, int[] indexes, int count) throws DecodeException {
    long high = batches[0].traceIdHigh(indexes[0]);
    long low = batches[0].traceIdLow(indexes[0]);
    setTraceTerm(tenant, high, low);
    terms.start(tenant);
    encoded.truncate(0);
    encoded.writeBigEndian(high);
    encoded.writeBigEndian(low);
    writeSpans(batches, indexes, count);
    encodedSpans.bytes = encoded.array();
    encodedSpans.offset = 0;
    encodedSpans.length = encoded.size();
    spans.setBytesValue(encodedSpans);
    times(batches, indexes, count);
    return document;
  }

  private void setTraceTerm(byte[] tenant, long high, long low) {
    encoded.truncate(0);
    encoded.writeBytes(tenant, 0, tenant.length);
    encoded.writeBigEndian(high);
    encoded.writeBigEndian(low);
    traceTerm.bytes = ArrayUtil.grow(traceTerm.bytes, encoded.size());
    System.arraycopy(encoded.array(), 0, traceTerm.bytes, 0, encoded.size());
    traceTerm.length = encoded.size();
  }

  private void times(SpanBatch[] batches, int[] indexes, int count) {
    long earliest = Long.MAX_VALUE;
    long latest = Long.MIN_VALUE;
    long shortest = Long.MAX_VALUE;
    long longest = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      long start = batches[i].startMicros(indexes[i]);
      long duration = batches[i].durationMicros(indexes[i]);
      earliest = Math.min(earliest, start);
      latest = Math.max(latest, start);
      shortest = Math.min(shortest, duration);
      longest = Math.max(longest, duration);
    }
    last.setLongValue(latest);
    spread.setLongValue(Coarse.spread(latest - earliest));
    slowest.setLongValue(Coarse.duration(longest));
    fastest.setLongValue(Coarse.duration(shortest));
  }

  /** Writes spans of the same process together, whatever order they came in. */
  private void writeSpans(SpanBatch[] batches, int[] indexes, int count) throws DecodeException {
    int from = 0;
    while (from < count) {
      int end = from + 1;
      for (int i = end; i < count; i++) {
        if (sameProcess(batches[from], indexes[from], batches[i], indexes[i])) {
          swap(batches, indexes, i, end);
          end++;
        }
      }
      writeBatch(batches, indexes, from, end);
      from = end;
    }
  }

  private void writeBatch(SpanBatch[] batches, int[] indexes, int from, int end)
      throws DecodeException {
    SpanBatch first = batches[from];
    int process = first.process(indexes[from]);
    int processOffset = first.processOffset(process);
    int processLength = first.processLength(process);
    addProcessTerms(first.array(), processOffset, processLength);
    int batch = encoded.begin(0x0a);
    for (int i = from; i < end; i++) {
      SpanBatch source = batches[i];
      int offset = source.spanOffset(indexes[i]);
      int length = source.spanLength(indexes[i]);
      addSpanTerms(first.array(), source.array(), offset, length);
      encoded.writeField(
          0x0a,
          source.array(),
          offset + StoredChunk.TRACE_ID_FIELD,
          length - StoredChunk.TRACE_ID_FIELD);
    }
    encoded.writeField(0x12, first.array(), processOffset, processLength);
    encoded.end(batch);
  }

  private void addProcessTerms(byte[] source, int offset, int length) throws DecodeException {
    in.reset(source, offset, length);
    while (in.hasNext()) {
      int field = in.readTag();
      int size = in.readLength();
      if (field == 0x0a) {
        service.set(in.position(), size);
        terms.service(source, in.position(), size);
      } else if (field == 0x12) {
        terms.tag(tag.reset(source, in.position(), size));
      }
      in.skip(size);
    }
  }

  private void addSpanTerms(byte[] process, byte[] source, int offset, int length)
      throws DecodeException {
    operation.set(offset, 0);
    kind.set(offset, 0);
    in.reset(source, offset, length);
    while (in.hasNext()) {
      int field = in.readTag();
      switch (field) {
        case 0x1a -> {
          int size = in.readLength();
          operation.set(in.position(), size);
          in.skip(size);
        }
        case 0x42 -> {
          int size = in.readLength();
          tag.reset(source, in.position(), size);
          if (isKey(SPAN_KIND) && tag.type() == TagReader.STRING && kind.length == 0) {
            kind.set(tag.valueOffset(), tag.valueLength());
          }
          terms.tag(tag);
          in.skip(size);
        }
        case 0x4a -> addLogTerms(source);
        default -> in.skipValue(field);
      }
    }
    terms.operation(source, operation.offset, operation.length);
    terms.catalog(process, service.offset, service.length, source, operation, kind);
  }

  private void addLogTerms(byte[] source) throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int field = in.readTag();
      if (field == 0x12) {
        int size = in.readLength();
        terms.tag(tag.reset(source, in.position(), size));
        in.skip(size);
      } else {
        in.skipValue(field);
      }
    }
    in.leave(outer);
  }

  private boolean isKey(byte[] key) {
    int from = tag.keyOffset();
    return Arrays.equals(tag.array(), from, from + tag.keyLength(), key, 0, key.length);
  }

  private static boolean sameProcess(SpanBatch a, int spanOfA, SpanBatch b, int spanOfB) {
    int processOfA = a.process(spanOfA);
    int processOfB = b.process(spanOfB);
    if (a == b && processOfA == processOfB) {
      return true;
    }
    int atA = a.processOffset(processOfA);
    int atB = b.processOffset(processOfB);
    return Arrays.equals(
        a.array(),
        atA,
        atA + a.processLength(processOfA),
        b.array(),
        atB,
        atB + b.processLength(processOfB));
  }

  private static void swap(SpanBatch[] batches, int[] indexes, int i, int j) {
    SpanBatch batch = batches[i];
    batches[i] = batches[j];
    batches[j] = batch;
    int index = indexes[i];
    indexes[i] = indexes[j];
    indexes[j] = index;
  }
}
