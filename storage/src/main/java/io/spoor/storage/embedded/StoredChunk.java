package io.spoor.storage.embedded;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import io.spoor.storage.TraceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;

/** Reads the spans of chunks. Confined to one thread. */
final class StoredChunk extends StoredFieldVisitor {
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
  static TraceId traceId(byte[] chunk) throws DecodeException {
    WireReader in = new WireReader(chunk, 0, chunk.length);
    in.readTag();
    in.enter();
    in.readTag();
    in.enter();
    in.readTag();
    in.readLength();
    ByteBuffer id = ByteBuffer.wrap(chunk, in.position(), 16);
    return new TraceId(id.getLong(), id.getLong());
  }
}
