package io.spoor.storage.embedded;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.TraceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;

/**
 * Reads the spans of chunks: the trace id in 16 bytes, then {@code repeated Batch} as {@link
 * SpanBatch#encode} writes it, but for the field of the trace id that each span starts with.
 * Confined to one thread.
 */
final class StoredChunk extends StoredFieldVisitor {
  /** Where the batches start: behind the trace id. */
  static final int BATCHES_AT = 16;

  /** Bytes of the field that spans are stored without: {@code 0a 10}, trace id. */
  static final int TRACE_ID_FIELD = 18;

  private static final int SPAN = 0x0a;

  private StoredFields fields;
  private byte[] bytes;

  /** Reads from this segment from now on. */
  void open(LeafReader leaf) throws IOException {
    fields = leaf.storedFields();
  }

  byte[] read(int doc) throws IOException {
    fields.document(doc, this);
    return bytes;
  }

  @Override
  public Status needsField(FieldInfo field) {
    return Status.YES;
  }

  @Override
  public void binaryField(FieldInfo field, byte[] value) {
    bytes = value;
  }

  /** The trace that a chunk's spans belong to. */
  static TraceId traceId(byte[] chunk) {
    ByteBuffer id = ByteBuffer.wrap(chunk, 0, BATCHES_AT);
    return new TraceId(id.getLong(), id.getLong());
  }

  /** Appends the batches with their spans as they were. */
  static void restore(byte[] chunk, WireWriter out) throws DecodeException {
    WireReader in = new WireReader(chunk, BATCHES_AT, chunk.length - BATCHES_AT);
    while (in.hasNext()) {
      int batch = out.begin(in.readTag());
      int outer = in.enter();
      while (in.hasNext()) {
        int field = in.readTag();
        int size = in.readLength();
        if (field == SPAN) {
          int span = out.begin(field);
          out.writeByte(0x0a);
          out.writeByte(BATCHES_AT);
          out.writeBytes(chunk, 0, BATCHES_AT);
          out.writeBytes(chunk, in.position(), size);
          out.end(span);
        } else {
          out.writeField(field, chunk, in.position(), size);
        }
        in.skip(size);
      }
      in.leave(outer);
      out.end(batch);
    }
  }
}
