package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.Range;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;
import java.util.Arrays;

/** The processes of a batch as JSON, each encoded once and copied. Confined to one thread. */
final class ProcessObjects {
  private static final byte[] SERVICE_NAME = "{\"serviceName\":".getBytes(US_ASCII);
  private static final int TAG = 0x12;

  private final TagArray tags;
  private final WireReader in = new WireReader();
  private final Range range = new Range();
  private final WireWriter json = new WireWriter(1024);
  // Of each process: where its JSON stands, or no length; where its service's name stands.
  private int[] offsets = new int[8];
  private int[] lengths = new int[8];
  private int[] nameOffsets = new int[8];
  private int[] nameLengths = new int[8];

  ProcessObjects(TagFields fields) {
    this.tags = new TagArray(fields);
  }

  void start(int processes) {
    json.truncate(0);
    if (processes > lengths.length) {
      offsets = new int[processes];
      lengths = new int[processes];
      nameOffsets = new int[processes];
      nameLengths = new int[processes];
    }
    Arrays.fill(lengths, 0, processes, 0);
  }

  void write(SpanBatch batch, int process, WireWriter out) throws DecodeException {
    if (lengths[process] == 0) {
      encode(batch, process);
    }
    out.writeBytes(json.array(), offsets[process], lengths[process]);
  }

  /** Of a process that was written. */
  int nameOffset(int process) {
    return nameOffsets[process];
  }

  int nameLength(int process) {
    return nameLengths[process];
  }

  private void encode(SpanBatch batch, int process) throws DecodeException {
    in.reset(batch.array(), batch.processOffset(process), batch.processLength(process));
    range.clear();
    int nameOffset = 0;
    int nameLength = 0;
    while (in.hasNext()) {
      int at = in.position();
      int field = in.readTag();
      if (field == 0x0a) {
        nameLength = in.skipBytes();
        nameOffset = in.position() - nameLength;
      } else if (field == TAG) {
        range.skip(in, at);
      } else {
        in.skipValue(field);
      }
    }
    nameOffsets[process] = nameOffset;
    nameLengths[process] = nameLength;
    offsets[process] = json.size();
    JsonText.ascii(SERVICE_NAME, json);
    JsonText.string(batch.array(), nameOffset, nameLength, json);
    json.writeByte(',');
    tags.write(in, range, TAG, json);
    json.writeByte('}');
    lengths[process] = json.size() - offsets[process];
  }
}
