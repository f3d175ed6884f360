package io.spoor.proto.jaeger;

import static io.spoor.proto.jaeger.JaegerFields.*;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.SplitMessage;
import io.spoor.proto.wire.WireReader;

/**
 * Finds the process of each span: its own, or else the batch's, which may stand behind the spans.
 * The spans themselves are left to {@link SpanDecoder}.
 */
final class JaegerDecoder {
  /** Whose process the builder holds. */
  private enum Holds {
    NOTHING,
    OF_BATCH,
    OF_SPAN
  }

  private final WireReader in;
  private final WireReader processReader;
  private final SpanBatchBuilder builder;
  private final TagDecoder tags;
  private final SplitMessage batchProcess = new SplitMessage();
  private Holds holds = Holds.NOTHING;

  JaegerDecoder(WireReader in, SpanBatchBuilder builder) {
    this.in = in;
    this.processReader = new WireReader();
    this.builder = builder;
    this.tags = new TagDecoder(builder);
  }

  void request() throws DecodeException {
    SplitMessage batch = new SplitMessage();
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == REQUEST_BATCH) {
        batch.skip(in);
      } else {
        in.skipValue(tag);
      }
    }
    batch(batch.read(in));
  }

  private void batch(WireReader in) throws DecodeException {
    int from = in.position();
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == BATCH_PROCESS) {
        batchProcess.skip(in);
      } else {
        in.skipValue(tag);
      }
    }
    in.moveTo(from);
    SpanDecoder span = new SpanDecoder(in, builder, tags);
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag != BATCH_SPANS) {
        in.skipValue(tag);
        continue;
      }
      int outer = in.enter();
      span.readFields();
      processOf(span);
      span.write();
      in.leave(outer);
    }
  }

  private void processOf(SpanDecoder span) throws DecodeException {
    if (span.process().isPresent()) {
      writeProcess(span.process());
      holds = Holds.OF_SPAN;
    } else if (holds != Holds.OF_BATCH) {
      if (batchProcess.isPresent()) {
        writeProcess(batchProcess);
      } else {
        builder.noProcess();
      }
      holds = Holds.OF_BATCH;
    }
  }

  private void writeProcess(SplitMessage process) throws DecodeException {
    int nameAt = 0;
    int nameLength = 0;
    process.read(processReader);
    while (processReader.hasNext()) {
      int tag = processReader.readTag();
      if (tag == SERVICE_NAME) {
        nameLength = processReader.skipBytes();
        nameAt = processReader.position() - nameLength;
      } else {
        processReader.skipValue(tag);
      }
    }
    builder.startProcess();
    builder.serviceName(processReader.array(), nameAt, nameLength);
    process.read(processReader);
    while (processReader.hasNext()) {
      int tag = processReader.readTag();
      if (tag == PROCESS_TAGS) {
        tags.decode(processReader);
      } else {
        processReader.skipValue(tag);
      }
    }
    builder.endProcess();
  }
}
