package io.spoor.bench.variant;

import io.spoor.bench.codec.Payload;
import io.spoor.proto.codec.SpanFormat;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One span from the wire to the model, to a document, and to its share of a chunk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Payload.SPANS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VariantBenchmark {
  private static final SpanFormat THRIFT = SpanFormat.JAEGER_THRIFT_BINARY;
  private static final SpanFormat OTLP = SpanFormat.OTLP_PROTO;

  private final byte[] otlp = Payload.of(OTLP);
  private final byte[] thrift = Payload.of(THRIFT);
  private final JsonOut json = new JsonOut();
  private final Compressor compressor = new Compressor();
  private final WireVariant wire = new WireVariant();

  /** All ways must lead to the same document. */
  @Setup
  public void compare() throws Exception {
    otlpStringToJson();
    byte[] expected = json.out().toByteArray();
    otlpBytesToJson();
    same(expected);
    otlpLazyToJson();
    same(expected);
    otlpWireToJson();
    same(expected);
    thriftBeansToJson();
    expected = json.out().toByteArray();
    thriftWireToJson();
    same(expected);
  }

  private void same(byte[] expected) {
    if (!Arrays.equals(expected, json.out().toByteArray())) {
      throw new IllegalStateException("documents differ");
    }
  }

  @Benchmark
  public Object otlpStringToModel() throws Exception {
    return StringVariant.spans(otlp);
  }

  @Benchmark
  public Object otlpBytesToModel() throws Exception {
    return BytesVariant.spans(otlp);
  }

  @Benchmark
  public Object otlpLazyToModel() throws Exception {
    return LazyVariant.spans(otlp);
  }

  @Benchmark
  public Object otlpWireToModel() throws Exception {
    return wire.spans(OTLP, otlp);
  }

  @Benchmark
  public Object otlpStringToJson() throws Exception {
    StringVariant.json(StringVariant.spans(otlp), cleared());
    return json;
  }

  @Benchmark
  public Object otlpBytesToJson() throws Exception {
    BytesVariant.json(BytesVariant.spans(otlp), cleared());
    return json;
  }

  @Benchmark
  public Object otlpLazyToJson() throws Exception {
    LazyVariant.json(LazyVariant.spans(otlp), cleared());
    return json;
  }

  @Benchmark
  public Object otlpWireToJson() throws Exception {
    wire.json(wire.spans(OTLP, otlp), cleared());
    return json;
  }

  @Benchmark
  public int otlpStringToChunks() throws Exception {
    return StringVariant.chunks(StringVariant.spans(otlp), compressor);
  }

  @Benchmark
  public int otlpBytesToChunks() throws Exception {
    return BytesVariant.chunks(BytesVariant.spans(otlp), compressor);
  }

  @Benchmark
  public int otlpLazyToChunks() throws Exception {
    return LazyVariant.chunks(LazyVariant.spans(otlp), compressor);
  }

  @Benchmark
  public int otlpWireToChunks() throws Exception {
    return wire.chunks(wire.spans(OTLP, otlp), compressor);
  }

  /** What libthrift and generated beans cost before anything is translated. */
  @Benchmark
  public Object thriftBeans() throws Exception {
    return ThriftVariant.beans(thrift);
  }

  @Benchmark
  public Object thriftBeansToModel() throws Exception {
    return ThriftVariant.spans(thrift);
  }

  @Benchmark
  public Object thriftWireToModel() throws Exception {
    return wire.spans(THRIFT, thrift);
  }

  @Benchmark
  public Object thriftBeansToJson() throws Exception {
    StringVariant.json(ThriftVariant.spans(thrift), cleared());
    return json;
  }

  @Benchmark
  public Object thriftWireToJson() throws Exception {
    wire.json(wire.spans(THRIFT, thrift), cleared());
    return json;
  }

  @Benchmark
  public int thriftBeansToChunks() throws Exception {
    return StringVariant.chunks(ThriftVariant.spans(thrift), compressor);
  }

  @Benchmark
  public int thriftWireToChunks() throws Exception {
    return wire.chunks(wire.spans(THRIFT, thrift), compressor);
  }

  private JsonOut cleared() {
    json.out().truncate(0);
    return json;
  }
}
