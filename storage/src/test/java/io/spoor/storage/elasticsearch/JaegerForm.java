package io.spoor.storage.elasticsearch;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Log;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.model.SpanBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What Jaeger's documents keep of spans, as text to be compared: all but the order of tags and the
 * nanoseconds of times.
 */
public final class JaegerForm {
  private JaegerForm() {}

  public static List<String> spans(SpanBatch batch) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      all.add(span(batch, i));
    }
    return all;
  }

  @SuppressWarnings("ProtoTimestampGetSecondsGetNano") // Cuts off what is below a microsecond.
  private static String span(SpanBatch batch, int span) {
    try {
      Span.Builder kept =
          Span.parseFrom(
              ByteString.copyFrom(batch.array(), batch.spanOffset(span), batch.spanLength(span)))
              .toBuilder();
      List<KeyValue> tags = sorted(kept.getTagsList());
      kept.clearTags().addAllTags(tags);
      for (Log.Builder log : kept.getLogsBuilderList()) {
        Timestamp.Builder time = log.getTimestampBuilder();
        time.setNanos(time.getNanos() / 1000 * 1000);
      }
      return kept.build().toString();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  public static List<String> processes(SpanBatch batch) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      int process = batch.process(i);
      try {
        Process.Builder kept =
            Process.parseFrom(
                ByteString.copyFrom(
                    batch.array(), batch.processOffset(process), batch.processLength(process)))
                .toBuilder();
        List<KeyValue> tags = sorted(kept.getTagsList());
        all.add(kept.clearTags().addAllTags(tags).build().toString());
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return all;
  }

  private static List<KeyValue> sorted(List<KeyValue> tags) {
    return tags.stream().sorted(Comparator.comparing(KeyValue::toString)).toList();
  }
}
