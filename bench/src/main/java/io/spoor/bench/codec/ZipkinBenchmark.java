package io.spoor.bench.codec;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.zipkin.ZipkinDecoder;
import io.spoor.proto.zipkin.ZipkinEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

/** Time and bytes allocated for one span that comes to port 9411. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Payload.SPANS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ZipkinBenchmark {
  private static final long NOW = 1_700_000_000_000L;

  @Param public ZipkinEncoding encoding;

  private final SpanBatchBuilder builder = new SpanBatchBuilder();
  private byte[] message;

  @Setup
  public void setUp() throws DecodeException {
    message = message(encoding);
    // Every process meets more than one encoding: without this, calls would be cheaper than they
    // are.
    for (ZipkinEncoding other : ZipkinEncoding.values()) {
      byte[] bytes = message(other);
      for (int i = 0; i < 2_000; i++) {
        ZipkinDecoder.decode(other, bytes.clone(), DecodeLimits.DEFAULTS, NOW, builder);
        builder.clear();
      }
    }
    System.out.println(message.length / Payload.SPANS + " bytes a span");
  }

  /** Includes a copy of the body, which the decoder may write to. */
  @Benchmark
  public SpanBatch decode() throws DecodeException {
    ZipkinDecoder.decode(encoding, message.clone(), DecodeLimits.DEFAULTS, NOW, builder);
    return builder.build();
  }

  private static byte[] message(ZipkinEncoding encoding) {
    List<Span> spans = new ArrayList<>();
    Random random = new Random(42);
    for (int i = 0; i < Payload.SPANS; i++) {
      Span.Builder span =
          Span.newBuilder()
              .traceId(1 + random.nextLong(Long.MAX_VALUE), 1 + random.nextLong(Long.MAX_VALUE))
              .id(1 + random.nextLong(Long.MAX_VALUE))
              .parentId(1 + random.nextLong(Long.MAX_VALUE))
              .kind(Span.Kind.SERVER)
              .name("post /api/v1/carts/{cart}/items")
              .timestamp(NOW * 1000 + i)
              .duration(1_500 + i)
              .localEndpoint(
                  Endpoint.newBuilder().serviceName("cart").ip("10.1.22.17").port(8080).build())
              .remoteEndpoint(Endpoint.newBuilder().serviceName("frontend").build())
              .addAnnotation(NOW * 1000 + i, "cache lookup")
              .putTag("http.status_code", "200")
              .putTag("enduser.id", "user-" + random.nextInt(100_000));
      for (String[] tag : Payload.TAGS) {
        span.putTag(tag[0], tag[1]);
      }
      spans.add(span.build());
    }
    return switch (encoding) {
      case JSON_V1 -> SpanBytesEncoder.JSON_V1.encodeList(spans);
      case THRIFT -> SpanBytesEncoder.THRIFT.encodeList(spans);
      case JSON_V2 -> SpanBytesEncoder.JSON_V2.encodeList(spans);
      case PROTO3 -> SpanBytesEncoder.PROTO3.encodeList(spans);
    };
  }
}
