package io.spoor.app.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Collector;
import io.spoor.proto.Codecs;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.thrift.transport.TTransport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/** What tracegen sends is what receivers and other people's libraries read. */
final class EncodingTest {

  /** What every protocol carries, in microseconds. */
  private record Carried(String traceId, String spanId, long start, long duration) {}

  @ParameterizedTest
  @EnumSource
  void encodesSpansThatDecodeToTheSameIdsAndTimes(Protocol protocol) throws Exception {
    Shop shop = new Shop(7, 3);
    List<GeneratedSpan> spans = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      shop.trace(1_700_000_000_000_000_000L).forEach(sent -> spans.add(sent.span()));
    }
    byte[] body = protocol.encoding().encode(new Batch(shop.services().get(0), spans));
    List<Carried> expected =
        spans.stream()
            .map(
                span ->
                    new Carried(
                        span.trace().id(),
                        hex(span.spanId()),
                        span.startNanos() / 1000,
                        span.durationNanos() / 1000))
            .toList();
    assertEquals(expected, decode(protocol, body));
  }

  @ParameterizedTest
  @EnumSource(names = {"THRIFT_HTTP", "TCHANNEL", "UDP_COMPACT", "UDP_BINARY"})
  void encodesMoreThanThriftsLimitOfOneMessageInItsLife(Protocol protocol) throws Exception {
    Shop shop = new Shop(7, 3);
    List<GeneratedSpan> spans = new ArrayList<>();
    while (spans.size() < 5_000) {
      shop.trace(1_700_000_000_000_000_000L).forEach(sent -> spans.add(sent.span()));
    }
    Encoding encoding = protocol.encoding();
    Batch batch = new Batch(shop.services().get(0), spans);
    long total = 0;
    byte[] body = new byte[0];
    while (total <= 110 << 20) {
      body = encoding.encode(batch);
      total += body.length;
    }
    assertEquals(spans.size(), decode(protocol, body).size());
  }

  private static List<Carried> decode(Protocol protocol, byte[] body) throws Exception {
    return switch (protocol) {
      case GRPC -> decode(SpanFormat.JAEGER_PROTO, body);
      case OTLP_GRPC, OTLP_HTTP -> decode(SpanFormat.OTLP_PROTO, body);
      case THRIFT_HTTP -> decode(SpanFormat.JAEGER_THRIFT_BINARY, body);
      case TCHANNEL -> {
        Collector.submitBatches_args arguments = new Collector.submitBatches_args();
        arguments.read(new TBinaryProtocol(new TMemoryInputTransport(body)));
        assertEquals(1, arguments.getBatchesSize());
        yield decode(SpanFormat.JAEGER_THRIFT_BINARY, binary(arguments.getBatches().get(0)));
      }
      case UDP_COMPACT ->
          decode(SpanFormat.JAEGER_THRIFT_BINARY, batchOf(body, TCompactProtocol::new));
      case UDP_BINARY ->
          decode(SpanFormat.JAEGER_THRIFT_BINARY, batchOf(body, TBinaryProtocol::new));
      case ZIPKIN_JSON -> carried(SpanBytesDecoder.JSON_V2.decodeList(body));
      case ZIPKIN_PROTO -> carried(SpanBytesDecoder.PROTO3.decodeList(body));
    };
  }

  private static List<Carried> decode(SpanFormat format, byte[] body) throws Exception {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    Codecs.of(format).decode(body, 0, body.length, DecodeLimits.DEFAULTS, builder);
    SpanBatch decoded = builder.build();
    assertEquals(1, decoded.processCount());
    return IntStream.range(0, decoded.size())
        .mapToObj(
            i ->
                new Carried(
                    hex(decoded.traceIdHigh(i)) + hex(decoded.traceIdLow(i)),
                    hex(decoded.spanId(i)),
                    decoded.startMicros(i),
                    decoded.durationMicros(i)))
        .toList();
  }

  /** The batch of a call, as Jaeger's own generated classes read it, written bare. */
  private static byte[] batchOf(byte[] message, Function<TTransport, TProtocol> protocol)
      throws TException {
    TProtocol in = protocol.apply(new TMemoryInputTransport(message));
    assertEquals("emitBatch", in.readMessageBegin().name);
    Agent.emitBatch_args arguments = new Agent.emitBatch_args();
    arguments.read(in);
    in.readMessageEnd();
    return binary(arguments.getBatch());
  }

  private static byte[] binary(TBase<?, ?> batch) throws TException {
    return new TSerializer(new TBinaryProtocol.Factory()).serialize(batch);
  }

  private static List<Carried> carried(List<Span> spans) {
    return spans.stream()
        .map(
            span ->
                new Carried(
                    span.traceId(), span.id(), span.timestampAsLong(), span.durationAsLong()))
        .toList();
  }

  private static String hex(long id) {
    return String.format("%016x", id);
  }
}
