package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.spoor.proto.Decoded;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of a body that is posted, read with the generated classes. */
final class Posted {
  /** The clock of these tests, in milliseconds. */
  static final long RECEIVED_AT = 1_750_000_000_123L;

  private Posted() {}

  static List<Span> spans(ZipkinEncoding encoding, byte[] body) throws DecodeException {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    ZipkinDecoder.decode(encoding, body.clone(), DecodeLimits.DEFAULTS, RECEIVED_AT, builder);
    return Decoded.spans(builder.build());
  }

  static Span only(ZipkinEncoding encoding, String json) throws DecodeException {
    List<Span> spans = spans(encoding, json.getBytes(UTF_8));
    if (spans.size() != 1) {
      throw new AssertionError("not one span: " + spans);
    }
    return spans.get(0);
  }

  /** Service, process tags; name, kind of reference, flags, start, duration; tags; logs. */
  static String describe(Span span) {
    String references =
        span.getReferencesList().stream()
            .map(r -> r.getRefType() + " " + hex(r.getTraceId()) + " " + hex(r.getSpanId()))
            .collect(Collectors.joining(", "));
    String logs =
        span.getLogsList().stream()
            .map(
                log ->
                    micros(log.getTimestamp().getSeconds(), log.getTimestamp().getNanos())
                        + " "
                        + tags(log.getFieldsList()))
            .collect(Collectors.joining(", "));
    return Stream.of(
            span.getProcess().getServiceName() + " " + tags(span.getProcess().getTagsList()),
            hex(span.getTraceId()) + " " + hex(span.getSpanId()) + " " + span.getOperationName(),
            "refs [" + references + "] flags " + span.getFlags(),
            times(span),
            tags(span.getTagsList()),
            "logs [" + logs + "]")
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Start and duration in microseconds. */
  static String times(Span span) {
    return micros(span.getStartTime().getSeconds(), span.getStartTime().getNanos())
        + " +"
        + micros(span.getDuration().getSeconds(), span.getDuration().getNanos());
  }

  static String tags(List<KeyValue> tags) {
    return tags.stream().map(Posted::tag).toList().toString();
  }

  static String tag(KeyValue tag) {
    String key = tag.getKey() + "=";
    return switch (tag.getVType()) {
      case STRING -> key + tag.getVStr();
      case BOOL -> key + tag.getVBool() + ":b";
      case INT64 -> key + tag.getVInt64() + ":i";
      case FLOAT64 -> key + tag.getVFloat64() + ":d";
      case BINARY -> key + hex(tag.getVBinary()) + ":x";
    };
  }

  private static long micros(long seconds, int nanos) {
    return seconds * 1_000_000 + nanos / 1000;
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
