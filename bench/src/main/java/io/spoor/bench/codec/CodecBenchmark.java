package io.spoor.bench.codec;

import io.spoor.proto.Codecs;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
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

/** Time and bytes allocated for one span. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Payload.SPANS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
  @Param public SpanFormat format;

  private final SpanBatchBuilder builder = new SpanBatchBuilder();
  private SpanCodec codec;
  private byte[] message;

  @Setup
  public void setUp() throws DecodeException {
    codec = Codecs.of(format);
    message = Payload.of(format);
    // Every process meets more than one format: without this, calls would be cheaper than they are.
    for (SpanFormat other : SpanFormat.values()) {
      byte[] bytes = Payload.of(other);
      for (int i = 0; i < 2_000; i++) {
        Codecs.of(other).decode(bytes, 0, bytes.length, DecodeLimits.DEFAULTS, builder);
        builder.clear();
        Codecs.of(other).decodeChecked(bytes, 0, bytes.length, builder);
        builder.clear();
      }
    }
    System.out.println(message.length / Payload.SPANS + " bytes a span");
  }

  @Benchmark
  public int check() throws DecodeException {
    return codec.check(message, 0, message.length, DecodeLimits.DEFAULTS);
  }

  /** Includes the check that decoding begins with. */
  @Benchmark
  public SpanBatch decode() throws DecodeException {
    codec.decode(message, 0, message.length, DecodeLimits.DEFAULTS, builder);
    return builder.build();
  }

  /** As the pipeline decodes what a receiver has checked. */
  @Benchmark
  public SpanBatch decodeChecked() throws DecodeException {
    codec.decodeChecked(message, 0, message.length, builder);
    return builder.build();
  }
}
