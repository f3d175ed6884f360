package io.spoor.app.journal;

import io.spoor.app.StartException;
import io.spoor.collector.Received;
import io.spoor.collector.journal.StoredRecord;
import io.spoor.collector.pipeline.DeadLetter;
import io.spoor.proto.Codecs;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Writes records into a file for others. */
final class Export {
  private final OutputStream out;
  private final Form form;
  private Optional<String> tenant = Optional.empty();
  private long records;
  private long spans;
  private long undecodable;

  /** What the file looks like. */
  enum Form {
    /**
     * A JSON object a line, as dead letters are; the body in base64 as it was received. Replayable.
     */
    NDJSON,
    /**
     * One protobuf message, {@code repeated jaeger.api_v2.Batch batches = 1}: a tag, a length and a
     * batch, again and again.
     */
    JAEGER
  }

  Export(OutputStream out, Form form) {
    this.out = out;
    this.form = form;
  }

  void add(StoredRecord record) throws IOException {
    Received received = record.delivery().received();
    switch (form) {
      case NDJSON -> out.write(DeadLetter.line(record.delivery(), "exported"));
      case JAEGER -> {
        if (!tenant.orElse(received.tenant().id()).equals(received.tenant().id())) {
          throw new StartException(
              "there are records of several tenants, and batches do not say whose they are: choose"
                  + " one with --tenant, or --form=ndjson");
        }
        tenant = Optional.of(received.tenant().id());
        try {
          out.write(batches(received));
        } catch (DecodeException e) {
          undecodable++;
          return;
        }
      }
    }
    records++;
    spans += Math.max(0, received.spans());
  }

  private static byte[] batches(Received received) throws DecodeException {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    Codecs.of(received.format())
        .decode(received.body(), 0, received.body().length, DecodeLimits.WIDEST, builder);
    WireWriter encoded = new WireWriter(received.body().length + 256);
    builder.build().encode(encoded);
    return encoded.toByteArray();
  }

  long records() {
    return records;
  }

  long spans() {
    return spans;
  }

  /** Records that were left out because they cannot be decoded. */
  long undecodable() {
    return undecodable;
  }
}
