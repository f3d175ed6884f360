package io.spoor.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a codec made of a message, read with the generated classes: spans with their process. */
public final class Decoded {
  private Decoded() {}

  public static List<Span> spans(SpanFormat format, byte[] message) throws DecodeException {
    return spans(decode(format, message));
  }

  public static Span onlySpan(SpanFormat format, byte[] message) throws DecodeException {
    List<Span> spans = spans(format, message);
    if (spans.size() != 1) {
      throw new AssertionError("not one span: " + spans);
    }
    return spans.get(0);
  }

  /** Checks and decodes, from the middle of an array so that offsets are seen to be used. */
  public static SpanBatch decode(SpanFormat format, byte[] message) throws DecodeException {
    byte[] shifted = new byte[message.length + 5];
    System.arraycopy(message, 0, shifted, 3, message.length);
    SpanBatchBuilder builder = new SpanBatchBuilder();
    int count = Codecs.of(format).check(shifted, 3, message.length, DecodeLimits.DEFAULTS);
    Codecs.of(format).decode(shifted, 3, message.length, DecodeLimits.DEFAULTS, builder);
    if (builder.size() != count) {
      throw new AssertionError("check said " + count + ", decode gave " + builder.size());
    }
    return builder.build();
  }

  /** The spans, each with its process set in the field that normalized spans leave empty. */
  public static List<Span> spans(SpanBatch batch) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      ByteString span =
          ByteString.copyFrom(batch.array(), batch.spanOffset(i), batch.spanLength(i));
      int process = batch.process(i);
      ByteString processBytes =
          ByteString.copyFrom(
              batch.array(), batch.processOffset(process), batch.processLength(process));
      try {
        spans.add(
            Span.parseFrom(span).toBuilder().setProcess(Process.parseFrom(processBytes)).build());
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return spans;
  }

  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
