package io.spoor.collector.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.collector.sampling.SamplingStrategy.Operation;
import io.spoor.collector.sampling.SamplingStrategy.Operations;
import io.spoor.collector.sampling.SamplingStrategy.Type;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages of {@code jaeger.api_v2.SamplingManager} (contract: collector.md §1.2). */
public final class SamplingProto {
  /** The one method. */
  public static final String METHOD = "jaeger.api_v2.SamplingManager/GetSamplingStrategy";

  private static final int SERVICE_NAME = 0x0a;
  private static final int STRATEGY_TYPE = 0x08;
  private static final int PROBABILISTIC = 0x12;
  private static final int RATE_LIMITING = 0x1a;
  private static final int OPERATION_SAMPLING = 0x22;
  private static final int SAMPLING_RATE = 0x09;
  private static final int MAX_TRACES_PER_SECOND = 0x08;
  private static final int OPERATION = 0x0a;
  private static final int OPERATION_PROBABILISTIC = 0x12;
  private static final int DEFAULT_PROBABILITY = 0x09;
  private static final int DEFAULT_LOWER_BOUND = 0x11;
  private static final int PER_OPERATION = 0x1a;
  private static final int DEFAULT_UPPER_BOUND = 0x21;

  private SamplingProto() {}

  /** {@code SamplingStrategyParameters}. */
  public static byte[] encodeRequest(String service) {
    byte[] name = service.getBytes(UTF_8);
    WireWriter out = new WireWriter(name.length + 8);
    if (name.length > 0) {
      out.writeField(SERVICE_NAME, name, 0, name.length);
    }
    return out.toByteArray();
  }

  /** The service's name; empty if there is none. Bytes that are not UTF-8 are replaced. */
  public static String decodeRequest(byte[] message) throws DecodeException {
    String service = "";
    WireReader in = new WireReader(message, 0, message.length);
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == SERVICE_NAME) {
        service = text(in);
      } else {
        in.skipValue(tag);
      }
    }
    return service;
  }

  /** {@code SamplingStrategyResponse}. */
  public static byte[] encodeResponse(SamplingStrategy strategy) {
    WireWriter out = new WireWriter(128);
    if (strategy.type() != Type.PROBABILISTIC) {
      out.writeByte(STRATEGY_TYPE);
      out.writeVarint(strategy.type().number());
    }
    strategy.probability().ifPresent(rate -> probability(out, PROBABILISTIC, rate));
    strategy
        .maxTracesPerSecond()
        .ifPresent(
            limit -> {
              int rateLimiting = out.begin(RATE_LIMITING);
              if (limit != 0) {
                out.writeByte(MAX_TRACES_PER_SECOND);
                out.writeVarint(limit);
              }
              out.end(rateLimiting);
            });
    strategy.operations().ifPresent(operations -> operations(out, operations));
    return out.toByteArray();
  }

  private static void operations(WireWriter out, Operations operations) {
    int start = out.begin(OPERATION_SAMPLING);
    number(out, DEFAULT_PROBABILITY, operations.defaultProbability());
    number(out, DEFAULT_LOWER_BOUND, operations.defaultLowerBoundTracesPerSecond());
    for (Operation operation : operations.strategies()) {
      int entry = out.begin(PER_OPERATION);
      byte[] name = operation.operation().getBytes(UTF_8);
      if (name.length > 0) {
        out.writeField(OPERATION, name, 0, name.length);
      }
      probability(out, OPERATION_PROBABILISTIC, operation.probability());
      out.end(entry);
    }
    number(out, DEFAULT_UPPER_BOUND, operations.defaultUpperBoundTracesPerSecond());
    out.end(start);
  }

  private static void probability(WireWriter out, int tag, double rate) {
    int start = out.begin(tag);
    number(out, SAMPLING_RATE, rate);
    out.end(start);
  }

  private static void number(WireWriter out, int tag, double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits != 0) {
      out.writeByte(tag);
      out.writeFixed64(bits);
    }
  }

  /** Reads what a collector has answered. */
  public static SamplingStrategy decodeResponse(byte[] message) throws DecodeException {
    Type type = Type.PROBABILISTIC;
    Optional<Double> probability = Optional.empty();
    Optional<Integer> limit = Optional.empty();
    Optional<Operations> operations = Optional.empty();
    WireReader in = new WireReader(message, 0, message.length);
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case STRATEGY_TYPE -> type = type(in.readVarint());
        case PROBABILISTIC -> probability = Optional.of(readProbability(in));
        case RATE_LIMITING -> limit = Optional.of(readLimit(in));
        case OPERATION_SAMPLING -> operations = Optional.of(readOperations(in));
        default -> in.skipValue(tag);
      }
    }
    return new SamplingStrategy(type, probability, limit, operations);
  }

  private static Type type(long number) throws DecodeException {
    for (Type type : Type.values()) {
      if (type.number() == number) {
        return type;
      }
    }
    throw new DecodeException("unknown sampling strategy type " + number);
  }

  private static double readProbability(WireReader in) throws DecodeException {
    int outer = in.enter();
    double rate = 0;
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == SAMPLING_RATE) {
        rate = Double.longBitsToDouble(in.readFixed64());
      } else {
        in.skipValue(tag);
      }
    }
    in.leave(outer);
    return rate;
  }

  private static int readLimit(WireReader in) throws DecodeException {
    int outer = in.enter();
    int limit = 0;
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == MAX_TRACES_PER_SECOND) {
        limit = (int) in.readVarint();
      } else {
        in.skipValue(tag);
      }
    }
    in.leave(outer);
    return limit;
  }

  private static Operations readOperations(WireReader in) throws DecodeException {
    int outer = in.enter();
    double probability = 0;
    double lowerBound = 0;
    double upperBound = 0;
    List<Operation> strategies = new ArrayList<>();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case DEFAULT_PROBABILITY -> probability = Double.longBitsToDouble(in.readFixed64());
        case DEFAULT_LOWER_BOUND -> lowerBound = Double.longBitsToDouble(in.readFixed64());
        case DEFAULT_UPPER_BOUND -> upperBound = Double.longBitsToDouble(in.readFixed64());
        case PER_OPERATION -> strategies.add(readOperation(in));
        default -> in.skipValue(tag);
      }
    }
    in.leave(outer);
    return new Operations(probability, lowerBound, upperBound, strategies);
  }

  private static Operation readOperation(WireReader in) throws DecodeException {
    int outer = in.enter();
    String name = "";
    double rate = 0;
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case OPERATION -> name = text(in);
        case OPERATION_PROBABILISTIC -> rate = readProbability(in);
        default -> in.skipValue(tag);
      }
    }
    in.leave(outer);
    return new Operation(name, rate);
  }

  private static String text(WireReader in) throws DecodeException {
    int length = in.readLength();
    String text = new String(in.array(), in.position(), length, UTF_8);
    in.skip(length);
    return text;
  }
}
