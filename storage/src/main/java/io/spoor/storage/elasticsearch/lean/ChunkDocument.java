package io.spoor.storage.elasticsearch.lean;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.model.TagReader;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.elasticsearch.document.JsonText;
import io.spoor.storage.elasticsearch.document.ServiceDocument;
import io.spoor.storage.elasticsearch.document.SpanDocument;
import io.spoor.storage.elasticsearch.document.TagFields;

/**
 * A few spans of a trace as one document: ranges of start and duration, the {@link ChunkTerms} of
 * all of them, under {@code processes} each process once, and under {@code spans} each span as
 * Jaeger's document without the trace id and with its process's place among those. All tags are
 * fields that can be. It is text, so that the index's compression finds what repeats.
 *
 * <p>Confined to one thread: {@link #start} a batch, then {@link #write} its chunks.
 */
public final class ChunkDocument {
  private static final byte[] TRACE_ID = "{\"traceID\":\"".getBytes(US_ASCII);
  private static final byte[] START_MIN = "\",\"startMin\":".getBytes(US_ASCII);
  private static final byte[] START_MAX = ",\"startMax\":".getBytes(US_ASCII);
  private static final byte[] DURATION_MIN = ",\"durationMin\":".getBytes(US_ASCII);
  private static final byte[] DURATION_MAX = ",\"durationMax\":".getBytes(US_ASCII);
  private static final byte[] SERVICE = ",\"service\":".getBytes(US_ASCII);
  private static final byte[] OPERATION = ",\"operation\":".getBytes(US_ASCII);
  private static final byte[] TAG = ",\"tag\":".getBytes(US_ASCII);
  private static final byte[] NUMBER = ",\"number\":".getBytes(US_ASCII);
  private static final byte[] PROCESSES = ",\"processes\":[".getBytes(US_ASCII);
  private static final byte[] SPANS = "],\"spans\":[".getBytes(US_ASCII);
  private static final byte[] END = "]}".getBytes(US_ASCII);
  private static final int TIME = 0x0a;
  private static final int PROCESS_TAG = 0x12;
  private static final int LOG_FIELD = 0x12;

  private final SpanDocument documents = new SpanDocument(TagFields.all(TagFields.AT));
  private final WireReader in = new WireReader();
  private final TagReader tag = new TagReader();
  private final TermSet services = new TermSet();
  private final TermSet operations = new TermSet();
  private final TermSet tags = new TermSet();
  private final TermSet numbers = new TermSet();
  private final WireWriter processesOut = new WireWriter(1024);
  private final WireWriter spansOut = new WireWriter(4096);
  // Processes of the batch that the chunk has, in their order there.
  private final int[] processes = new int[Chunks.MAX_SPANS];
  private int processCount;
  private final ServiceDocument[] described = new ServiceDocument[Chunks.MAX_SPANS];
  private SpanBatch batch = new SpanBatchBuilder().build();

  public ChunkDocument() {
    for (int i = 0; i < described.length; i++) {
      described[i] = new ServiceDocument();
    }
  }

  /** Writes chunks of this batch from here on. */
  public void start(SpanBatch newBatch) {
    batch = newBatch;
    documents.start(newBatch);
  }

  /**
   * Writes the document, without a line end.
   *
   * @param spans of one trace, as {@link Chunks} cuts them
   */
  public void write(int[] spans, WireWriter out) {
    try {
      gather(spans);
    } catch (DecodeException e) {
      throw new IllegalStateException("a normalized span is not", e);
    }
    JsonText.ascii(TRACE_ID, out);
    SpanDocument.traceId(batch, spans[0], out);
    writeRanges(spans, out);
    JsonText.ascii(SERVICE, out);
    services.write(out);
    JsonText.ascii(OPERATION, out);
    operations.write(out);
    JsonText.ascii(TAG, out);
    tags.write(out);
    JsonText.ascii(NUMBER, out);
    numbers.write(out);
    JsonText.ascii(PROCESSES, out);
    out.writeBytes(processesOut.array(), 0, processesOut.size());
    JsonText.ascii(SPANS, out);
    out.writeBytes(spansOut.array(), 0, spansOut.size());
    JsonText.ascii(END, out);
  }

  /**
   * Fills the service document of a span of the chunk that was written last.
   *
   * @param place of the span in that chunk
   */
  public void describe(int place, ServiceDocument service) {
    service.set(described[place]);
  }

  private void writeRanges(int[] spans, WireWriter out) {
    long startMin = Long.MAX_VALUE;
    long startMax = 0;
    long durationMin = Long.MAX_VALUE;
    long durationMax = 0;
    for (int span : spans) {
      long start = SpanDocument.startMicros(batch, span);
      long duration = Math.max(0, batch.durationMicros(span));
      startMin = Math.min(startMin, start);
      startMax = Math.max(startMax, start);
      durationMin = Math.min(durationMin, duration);
      durationMax = Math.max(durationMax, duration);
    }
    JsonText.ascii(START_MIN, out);
    JsonText.decimal(startMin, out);
    JsonText.ascii(START_MAX, out);
    JsonText.decimal(startMax, out);
    JsonText.ascii(DURATION_MIN, out);
    JsonText.decimal(durationMin, out);
    JsonText.ascii(DURATION_MAX, out);
    JsonText.decimal(durationMax, out);
  }

  private void gather(int[] spans) throws DecodeException {
    services.clear();
    operations.clear();
    tags.clear();
    numbers.clear();
    spansOut.truncate(0);
    processesOut.truncate(0);
    processCount = 0;
    for (int i = 0; i < spans.length; i++) {
      if (i > 0) {
        spansOut.writeByte(',');
      }
      documents.writePart(spans[i], processNumber(batch.process(spans[i])), spansOut);
      documents.describe(described[i]);
      gatherSpan(spans[i]);
    }
  }

  /** The place of a process in the chunk, into which it is taken if it is new. */
  private int processNumber(int process) throws DecodeException {
    for (int i = 0; i < processCount; i++) {
      if (processes[i] == process) {
        return i;
      }
    }
    if (processCount > 0) {
      processesOut.writeByte(',');
    }
    documents.writeProcess(process, processesOut);
    gatherProcess(process);
    processes[processCount] = process;
    return processCount++;
  }

  private void gatherProcess(int process) throws DecodeException {
    in.reset(batch.array(), batch.processOffset(process), batch.processLength(process));
    while (in.hasNext()) {
      int field = in.readTag();
      int length = in.readLength();
      if (field == 0x0a) {
        ChunkTerms.writeName(in.array(), in.position(), length, services.buffer());
        services.add();
      } else if (field == PROCESS_TAG) {
        addTag(in.position(), length);
      }
      in.skip(length);
    }
  }

  private void gatherSpan(int span) throws DecodeException {
    boolean hasOperation = false;
    in.reset(batch.array(), batch.spanOffset(span), batch.spanLength(span));
    while (in.hasNext()) {
      int field = in.readTag();
      switch (field) {
        case 0x1a -> {
          int length = in.readLength();
          ChunkTerms.writeName(in.array(), in.position(), length, operations.buffer());
          operations.add();
          hasOperation = true;
          in.skip(length);
        }
        case 0x42 -> {
          int length = in.readLength();
          addTag(in.position(), length);
          in.skip(length);
        }
        case 0x4a -> gatherLog();
        default -> in.skipValue(field);
      }
    }
    if (!hasOperation) {
      operations.add();
    }
  }

  private void gatherLog() throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int field = in.readTag();
      int length = in.readLength();
      assert field == TIME || field == LOG_FIELD : field;
      if (field == LOG_FIELD) {
        addTag(in.position(), length);
      }
      in.skip(length);
    }
    in.leave(outer);
  }

  private void addTag(int offset, int length) throws DecodeException {
    tag.reset(in.array(), offset, length);
    ChunkTerms.writeTag(tag, tags.buffer());
    tags.add();
    boolean isInt = tag.type() == TagReader.INT64;
    if ((isInt || tag.type() == TagReader.FLOAT64) && tag.keyLength() <= ChunkTerms.MAX_BYTES) {
      double value = isInt ? tag.int64Value() : tag.float64Value();
      WireWriter out = numbers.buffer();
      out.writeBytes(tag.array(), tag.keyOffset(), tag.keyLength());
      out.writeByte(ChunkTerms.SEPARATOR);
      JsonText.hex(ChunkTerms.sortable(value), out);
      numbers.add();
    }
  }
}
