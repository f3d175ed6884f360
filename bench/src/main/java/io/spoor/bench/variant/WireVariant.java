package io.spoor.bench.variant;

import io.spoor.proto.Codecs;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;

/** From the wire to normalized bytes by the codecs, and on from those bytes. */
final class WireVariant {
  private final SpanBatchBuilder builder = new SpanBatchBuilder();
  private final WireReader in = new WireReader();
  private final WireWriter chunk = new WireWriter(1 << 16);

  SpanBatch spans(SpanFormat format, byte[] message) throws DecodeException {
    Codecs.of(format).decode(message, 0, message.length, DecodeLimits.DEFAULTS, builder);
    return builder.build();
  }

  void json(SpanBatch batch, JsonOut json) throws DecodeException {
    for (int i = 0; i < batch.size(); i++) {
      byte[] bytes = batch.array();
      int at = batch.spanOffset(i);
      json.raw(Parts.TRACE_ID).hex(bytes, at + 2, 16);
      json.raw(Parts.SPAN_ID).hex(bytes, at + 20, 8);
      in.reset(bytes, at + 28, batch.spanLength(i) - 28);
      int tag = in.hasNext() ? in.readTag() : 0;
      json.raw(Parts.NAME);
      int length = tag == 0x1a ? in.skipBytes() : 0;
      json.text(bytes, in.position() - length, length);
      tag = tag == 0x1a ? nextTag() : tag;
      json.raw(Parts.REFERENCES);
      for (; tag == 0x22; tag = nextTag()) {
        int outer = in.enter();
        json.raw(Parts.REFERENCE).hex(bytes, in.position() + 2, 16);
        json.raw(Parts.SPAN_ID).hex(bytes, in.position() + 20, 8).raw(Parts.NEXT);
        in.skip(in.end() - in.position());
        in.leave(outer);
      }
      json.endList();
      json.raw(Parts.START).number(batch.startMicros(i));
      json.raw(Parts.DURATION).number(batch.durationMicros(i));
      for (; tag != 0 && tag < 0x42; tag = nextTag()) {
        in.skipValue(tag);
      }
      tags(tag, 0x42, json);
      int process = batch.process(i);
      in.reset(bytes, batch.processOffset(process), batch.processLength(process));
      in.readTag();
      length = in.skipBytes();
      json.raw(Parts.PROCESS).text(bytes, in.position() - length, length);
      tags(nextTag(), 0x12, json);
      json.raw(Parts.END);
    }
  }

  private int nextTag() throws DecodeException {
    return in.hasNext() ? in.readTag() : 0;
  }

  private void tags(int first, int wanted, JsonOut json) throws DecodeException {
    json.raw(Parts.TAGS);
    byte[] bytes = in.array();
    for (int tag = first; tag == wanted; tag = nextTag()) {
      int outer = in.enter();
      int keyLength = 0;
      int keyAt = 0;
      int textLength = 0;
      int textAt = 0;
      long type = 0;
      long number = 0;
      while (in.hasNext()) {
        int field = in.readTag();
        switch (field) {
          case 0x0a -> {
            keyLength = in.skipBytes();
            keyAt = in.position() - keyLength;
          }
          case 0x10 -> type = in.readVarint();
          case 0x1a -> {
            textLength = in.skipBytes();
            textAt = in.position() - textLength;
          }
          case 0x28 -> number = in.readVarint();
          default -> in.skipValue(field);
        }
      }
      in.leave(outer);
      json.raw(Parts.KEY).text(bytes, keyAt, keyLength);
      if (type == 2) {
        json.raw(Parts.INT64).number(number).raw(Parts.QUOTE_END);
      } else {
        json.raw(Parts.STRING).text(bytes, textAt, textLength).raw(Parts.NEXT);
      }
    }
    json.endList();
  }

  int chunks(SpanBatch batch, Compressor compressor) {
    int bytes = 0;
    byte[] array = batch.array();
    for (int i = 0; i < batch.size(); i += 8) {
      chunk.truncate(0);
      int process = batch.process(i);
      chunk.writeField(0x12, array, batch.processOffset(process), batch.processLength(process));
      for (int span = i; span < Math.min(batch.size(), i + 8); span++) {
        chunk.writeField(0x0a, array, batch.spanOffset(span), batch.spanLength(span));
      }
      System.arraycopy(chunk.array(), 0, compressor.input(), 0, chunk.size());
      bytes += compressor.compress(chunk.size());
    }
    return bytes;
  }
}
