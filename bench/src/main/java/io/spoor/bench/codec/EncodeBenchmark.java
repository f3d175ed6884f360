package io.spoor.bench.codec;

import io.spoor.proto.Codecs;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
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

/** The way from the model to stored bytes and back, for one span: the same for every protocol. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Payload.SPANS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EncodeBenchmark {
  private final SpanBatchBuilder builder = new SpanBatchBuilder();
  private final WireWriter out = new WireWriter(64 << 10);
  private SpanBatch batch;
  private byte[] encoded;

  @Setup
  public void setUp() throws DecodeException {
    byte[] message = Payload.of(SpanFormat.OTLP_PROTO);
    Codecs.of(SpanFormat.OTLP_PROTO)
        .decode(message, 0, message.length, DecodeLimits.DEFAULTS, builder);
    batch = builder.build();
    encode();
    encoded = out.toByteArray();
  }

  @Benchmark
  public int encode() {
    out.truncate(0);
    batch.encode(out);
    return out.size();
  }

  /** What is stored becomes the model again. */
  @Benchmark
  public SpanBatch addEncoded() throws DecodeException {
    builder.addEncoded(encoded, 0, encoded.length);
    return builder.build();
  }
}
