package io.spoor.collector.tchannel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.collector.sampling.SamplingStrategy;
import io.spoor.collector.sampling.SamplingStrategy.Operation;
import io.spoor.collector.sampling.SamplingStrategy.Operations;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.thrift.ThriftReader;
import io.spoor.proto.thrift.ThriftWriter;
import io.spoor.proto.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions and answers about sampling in binary Thrift (contract: collector.md §6.3). */
final class SamplingThrift {
  private static final int SERVICE_NAME = 1 << 4 | ThriftReader.STRING;
  private static final int SUCCESS = ThriftReader.STRUCT;

  private static final int TYPE = 1 << 4 | ThriftReader.I32;
  private static final int PROBABILISTIC = 2 << 4 | ThriftReader.STRUCT;
  private static final int RATE_LIMITING = 3 << 4 | ThriftReader.STRUCT;
  private static final int OPERATIONS = 4 << 4 | ThriftReader.STRUCT;

  private static final int RATE = 1 << 4 | ThriftReader.DOUBLE;
  private static final int MAX_TRACES = 1 << 4 | ThriftReader.I16;

  private static final int DEFAULT_PROBABILITY = 1 << 4 | ThriftReader.DOUBLE;
  private static final int LOWER_BOUND = 2 << 4 | ThriftReader.DOUBLE;
  private static final int STRATEGIES = 3 << 4 | ThriftReader.LIST;
  private static final int UPPER_BOUND = 4 << 4 | ThriftReader.DOUBLE;
  private static final int OPERATION = 1 << 4 | ThriftReader.STRING;
  private static final int OPERATION_STRATEGY = 2 << 4 | ThriftReader.STRUCT;

  private static final int RATE_LIMITING_TYPE = 1;

  private SamplingThrift() {}

  /** The arguments of {@code getSamplingStrategy(1: string serviceName)}. */
  static byte[] writeQuestion(String service) {
    ThriftWriter out = new ThriftWriter(64);
    out.string(1, service);
    out.stop();
    return out.toByteArray();
  }

  /** The name of the service. Left out, it is empty, as in the reference. */
  static String readQuestion(Body body) throws DecodeException {
    ThriftReader in = reader(body);
    String service = "";
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field == SERVICE_NAME) {
        service = text(in);
      } else {
        in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    return service;
  }

  /** The result of the method. */
  static byte[] writeAnswer(SamplingStrategy strategy) {
    ThriftWriter out = new ThriftWriter(128);
    out.struct(0);
    out.i32(
        1,
        switch (strategy.type()) {
          case PROBABILISTIC -> 0;
          case RATE_LIMITING -> RATE_LIMITING_TYPE;
        });
    strategy
        .probability()
        .ifPresent(
            probability -> {
              out.struct(2);
              out.float64(1, probability);
              out.stop();
            });
    strategy
        .maxTracesPerSecond()
        .ifPresent(
            max -> {
              out.struct(3);
              out.i16(1, Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, max)));
              out.stop();
            });
    strategy.operations().ifPresent(operations -> write(out, operations));
    out.stop();
    out.stop();
    return out.toByteArray();
  }

  private static void write(ThriftWriter out, Operations operations) {
    out.struct(4);
    out.float64(1, operations.defaultProbability());
    out.float64(2, operations.defaultLowerBoundTracesPerSecond());
    out.structs(3, operations.strategies().size());
    for (Operation operation : operations.strategies()) {
      out.string(1, operation.operation());
      out.struct(2);
      out.float64(1, operation.probability());
      out.stop();
      out.stop();
    }
    out.float64(4, operations.defaultUpperBoundTracesPerSecond());
    out.stop();
  }

  static SamplingStrategy readAnswer(byte[] result) throws DecodeException {
    ThriftReader in = reader(new Body(result, 0, result.length));
    Optional<SamplingStrategy> strategy = Optional.empty();
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field == SUCCESS) {
        strategy = Optional.of(readStrategy(in));
      } else {
        in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    return strategy.orElseThrow(() -> new DecodeException("result without a strategy"));
  }

  private static SamplingStrategy readStrategy(ThriftReader in) throws DecodeException {
    int type = 0;
    Optional<Double> probability = Optional.empty();
    Optional<Integer> maxTraces = Optional.empty();
    Optional<Operations> operations = Optional.empty();
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      switch (field) {
        case TYPE -> type = in.readI32();
        case PROBABILISTIC -> probability = Optional.of(readRate(in));
        case RATE_LIMITING -> maxTraces = Optional.of(readMaxTraces(in));
        case OPERATIONS -> operations = Optional.of(readOperations(in));
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    SamplingStrategy.Type known =
        type == RATE_LIMITING_TYPE
            ? SamplingStrategy.Type.RATE_LIMITING
            : SamplingStrategy.Type.PROBABILISTIC;
    return new SamplingStrategy(known, probability, maxTraces, operations);
  }

  private static double readRate(ThriftReader in) throws DecodeException {
    double rate = 0;
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field == RATE) {
        rate = in.readDouble();
      } else {
        in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    return rate;
  }

  private static int readMaxTraces(ThriftReader in) throws DecodeException {
    int max = 0;
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field == MAX_TRACES) {
        max = in.readI16();
      } else {
        in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    return max;
  }

  private static Operations readOperations(ThriftReader in) throws DecodeException {
    double probability = 0;
    double lower = 0;
    double upper = 0;
    List<Operation> operations = new ArrayList<>();
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      switch (field) {
        case DEFAULT_PROBABILITY -> probability = in.readDouble();
        case LOWER_BOUND -> lower = in.readDouble();
        case UPPER_BOUND -> upper = in.readDouble();
        case STRATEGIES -> {
          for (int left = in.beginStructs(); left > 0; left--) {
            operations.add(readOperation(in));
          }
          in.endStructs();
        }
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    return new Operations(probability, lower, upper, operations);
  }

  private static Operation readOperation(ThriftReader in) throws DecodeException {
    String name = "";
    double probability = 0;
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      switch (field) {
        case OPERATION -> name = text(in);
        case OPERATION_STRATEGY -> probability = readRate(in);
        default -> in.skipField(field & 0xf);
      }
    }
    in.endStruct(outer);
    return new Operation(name, probability);
  }

  private static String text(ThriftReader in) throws DecodeException {
    int length = in.skipString();
    return new String(in.array(), in.position() - length, length, UTF_8);
  }

  private static ThriftReader reader(Body body) {
    return ThriftReader.binary(
        body.bytes(), body.from(), body.length(), DecodeLimits.DEFAULTS.maxDepth());
  }
}
