package io.spoor.bench.variant;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Tag;
import io.spoor.bench.variant.string.KeyValue;
import io.spoor.bench.variant.string.Process;
import io.spoor.bench.variant.string.Span;
import io.spoor.bench.variant.string.SpanRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TMemoryInputTransport;

/** From Thrift to the model by libthrift, generated beans and generated messages. */
final class ThriftVariant {
  private ThriftVariant() {}

  static Batch beans(byte[] message) throws TException {
    Batch batch = new Batch();
    batch.read(new TBinaryProtocol(new TMemoryInputTransport(message)));
    return batch;
  }

  static List<StringVariant.Owned> spans(byte[] message) throws TException {
    Batch batch = beans(message);
    Process.Builder builder =
        Process.newBuilder().setServiceName(batch.getProcess().getServiceName());
    batch.getProcess().getTags().forEach(tag -> builder.addTags(tag(tag)));
    Process process = builder.build();
    List<StringVariant.Owned> spans = new ArrayList<>();
    for (var from : batch.getSpans()) {
      ByteString traceId = id(from.getTraceIdHigh(), from.getTraceIdLow());
      Span.Builder span =
          Span.newBuilder()
              .setTraceId(traceId)
              .setSpanId(id(from.getSpanId()))
              .setOperationName(from.getOperationName())
              .addReferences(
                  SpanRef.newBuilder().setTraceId(traceId).setSpanId(id(from.getParentSpanId())))
              .setFlags(from.getFlags())
              .setStartTime(
                  Timestamp.newBuilder()
                      .setSeconds(from.getStartTime() / 1_000_000)
                      .setNanos((int) (from.getStartTime() % 1_000_000) * 1000))
              .setDuration(
                  Duration.newBuilder()
                      .setSeconds(from.getDuration() / 1_000_000)
                      .setNanos((int) (from.getDuration() % 1_000_000) * 1000));
      from.getTags().forEach(tag -> span.addTags(tag(tag)));
      spans.add(new StringVariant.Owned(span.build(), process));
    }
    return spans;
  }

  private static KeyValue tag(Tag from) {
    KeyValue.Builder tag = KeyValue.newBuilder().setKey(from.getKey());
    switch (from.getVType()) {
      case STRING -> tag.setVStr(from.getVStr());
      case LONG -> tag.setVType(2).setVInt64(from.getVLong());
      case BOOL -> tag.setVType(1).setVBool(from.isVBool());
      case DOUBLE -> tag.setVType(3).setVFloat64(from.getVDouble());
      case BINARY -> tag.setVType(4);
    }
    return tag.build();
  }

  private static ByteString id(long... halves) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * halves.length);
    for (long half : halves) {
      bytes.putLong(half);
    }
    return ByteString.copyFrom(bytes.flip());
  }
}
