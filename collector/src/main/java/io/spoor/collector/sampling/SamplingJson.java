package io.spoor.collector.sampling;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.collector.sampling.SamplingStrategy.Operation;
import io.spoor.collector.sampling.SamplingStrategy.Operations;
import io.spoor.proto.text.GoNumber;
import io.spoor.proto.wire.JsonStrings;
import io.spoor.proto.wire.WireWriter;
import java.util.Optional;

/**
 * Strategies in JSON, byte for byte as Jaeger's HTTP ports write them (contract: collector.md
 * §7.3).
 */
final class SamplingJson {
  private final WireWriter out = new WireWriter(256);

  private SamplingJson() {}

  /** The form of {@code /sampling}: the type is a name. */
  static byte[] write(SamplingStrategy strategy) {
    return new SamplingJson().strategy(strategy, '"' + strategy.type().name() + '"');
  }

  /**
   * The form of {@code /}: the type is a number, as clients older than Jaeger's protobuf want it.
   *
   * @return empty if that form cannot hold it: a rate limit has 16 bits there
   */
  static Optional<byte[]> writeLegacy(SamplingStrategy strategy) {
    int limit = strategy.maxTracesPerSecond().orElse(0);
    return limit == (short) limit
        ? Optional.of(
            new SamplingJson().strategy(strategy, Integer.toString(strategy.type().number())))
        : Optional.empty();
  }

  private byte[] strategy(SamplingStrategy strategy, String type) {
    text("{\"strategyType\":").text(type);
    if (strategy.probability().isPresent()) {
      text(",").probability(strategy.probability().get());
    }
    if (strategy.maxTracesPerSecond().isPresent()) {
      text(",\"rateLimitingSampling\":{\"maxTracesPerSecond\":")
          .text(Integer.toString(strategy.maxTracesPerSecond().get()))
          .text("}");
    }
    strategy.operations().ifPresent(this::operations);
    text("}");
    return out.toByteArray();
  }

  private void operations(Operations operations) {
    text(",\"operationSampling\":{\"defaultSamplingProbability\":")
        .number(operations.defaultProbability())
        .text(",\"defaultLowerBoundTracesPerSecond\":")
        .number(operations.defaultLowerBoundTracesPerSecond())
        .text(",\"perOperationStrategies\":[");
    String separator = "";
    for (Operation operation : operations.strategies()) {
      byte[] name = operation.operation().getBytes(UTF_8);
      text(separator).text("{\"operation\":");
      JsonStrings.write(name, 0, name.length, out);
      text(",").probability(operation.probability()).text("}");
      separator = ",";
    }
    text("],\"defaultUpperBoundTracesPerSecond\":")
        .number(operations.defaultUpperBoundTracesPerSecond())
        .text("}");
  }

  private SamplingJson probability(double rate) {
    return text("\"probabilisticSampling\":{\"samplingRate\":").number(rate).text("}");
  }

  /** Go's encoder writes {@code 1e-7} where its number formatting has {@code 1e-07}. */
  private SamplingJson number(double value) {
    return text(GoNumber.json(value).replace("e-0", "e-"));
  }

  private SamplingJson text(String ascii) {
    byte[] bytes = ascii.getBytes(US_ASCII);
    out.writeBytes(bytes, 0, bytes.length);
    return this;
  }
}
