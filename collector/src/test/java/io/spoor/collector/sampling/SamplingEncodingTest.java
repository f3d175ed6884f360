package io.spoor.collector.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.collector.sampling.SamplingStrategy.Operation;
import io.spoor.collector.sampling.SamplingStrategy.Operations;
import io.spoor.collector.sampling.SamplingStrategy.Type;
import io.spoor.proto.wire.DecodeException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both encodings, byte for byte (contract: collector.md §1.2, §7.3). */
final class SamplingEncodingTest {
  private static final SamplingStrategy FULL =
      SamplingStrategy.probabilistic(1)
          .withOperations(new Operations(0.2, 0, 0, List.of(new Operation("/health", 0))));

  @Test
  void writesTheExamplesOfTheContract() {
    assertEquals(
        "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.001}}",
        json(SamplingStrategy.probabilistic(0.001)));
    assertEquals(
        "{\"strategyType\":\"RATE_LIMITING\",\"rateLimitingSampling\":{\"maxTracesPerSecond\":42}}",
        json(SamplingStrategy.rateLimiting(42)));
    assertEquals(
        "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":1},"
            + "\"operationSampling\":{\"defaultSamplingProbability\":0.2,"
            + "\"defaultLowerBoundTracesPerSecond\":0,\"perOperationStrategies\":"
            + "[{\"operation\":\"/health\",\"probabilisticSampling\":{\"samplingRate\":0}}],"
            + "\"defaultUpperBoundTracesPerSecond\":0}}",
        json(FULL));
  }

  @Test
  void writesAnAdaptiveAnswerWithoutAStrategyOfItsOwn() {
    SamplingStrategy adaptive =
        new SamplingStrategy(
            Type.PROBABILISTIC,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Operations(0.001, 1 / 60.0, 0, List.of())));
    assertEquals(
        "{\"strategyType\":\"PROBABILISTIC\",\"operationSampling\":"
            + "{\"defaultSamplingProbability\":0.001,"
            + "\"defaultLowerBoundTracesPerSecond\":0.016666666666666666,"
            + "\"perOperationStrategies\":[],\"defaultUpperBoundTracesPerSecond\":0}}",
        json(adaptive));
  }

  @Test
  void escapesOperationsAsGoDoes() {
    SamplingStrategy strategy =
        SamplingStrategy.probabilistic(1)
            .withOperations(new Operations(1, 0, 0, List.of(new Operation("a<b>&\"ö\u2028", 1))));
    assertEquals(
        "a\\u003cb\\u003e\\u0026\\\"ö\\u2028",
        json(strategy).replaceAll(".*\"operation\":\"(.*?)\",\"prob.*", "$1"));
  }

  @ParameterizedTest
  @CsvSource({
    "1e-7,1e-7",
    "0.000001,0.000001",
    "1e-12,1e-12",
    "1e21,1e+21",
    "1e20,1e20",
    "0.5,0.5"
  })
  void writesNumbersAsGoDoes(double rate, String text) {
    String expected = text.equals("1e20") ? "100000000000000000000" : text;
    assertEquals(
        "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":"
            + expected
            + "}}",
        json(SamplingStrategy.probabilistic(rate)));
  }

  @Test
  void writesTheTypeAsANumberWhereOldClientsAsk() {
    assertEquals(
        Optional.of("{\"strategyType\":1,\"rateLimitingSampling\":{\"maxTracesPerSecond\":32767}}"),
        legacy(SamplingStrategy.rateLimiting(32_767)));
    assertEquals(
        Optional.of("{\"strategyType\":0,\"probabilisticSampling\":{\"samplingRate\":0.5}}"),
        legacy(SamplingStrategy.probabilistic(0.5)));
    assertEquals(Optional.empty(), legacy(SamplingStrategy.rateLimiting(32_768)));
  }

  @Test
  void writesProtobufWithoutDefaultValues() {
    assertEquals(
        "120909fca9f1d24d62503f",
        HexFormat.of()
            .formatHex(SamplingProto.encodeResponse(SamplingStrategy.probabilistic(0.001))));
    assertEquals(
        "08011a02082a",
        HexFormat.of().formatHex(SamplingProto.encodeResponse(SamplingStrategy.rateLimiting(42))));
    assertEquals(
        "1200",
        HexFormat.of().formatHex(SamplingProto.encodeResponse(SamplingStrategy.probabilistic(0))));
  }

  @Test
  void readsBackWhatItWrites() throws DecodeException {
    for (SamplingStrategy strategy :
        List.of(
            FULL,
            SamplingStrategy.rateLimiting(-1),
            SamplingStrategy.rateLimiting(0).withOperations(new Operations(1, 2, 3, List.of())))) {
      assertEquals(strategy, SamplingProto.decodeResponse(SamplingProto.encodeResponse(strategy)));
    }
    assertEquals("svc", SamplingProto.decodeRequest(SamplingProto.encodeRequest("svc")));
    assertEquals("", SamplingProto.decodeRequest(new byte[0]));
    assertArrayEquals(new byte[0], SamplingProto.encodeRequest(""));
  }

  @Test
  void givesAStrategyOrADecodeExceptionForAnyBytes() {
    long seed = Long.getLong("spoor.test.seed", System.nanoTime());
    System.out.println("SamplingEncodingTest: -Dspoor.test.seed=" + seed);
    Random random = new Random(seed);
    byte[] good = SamplingProto.encodeResponse(FULL);
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = good.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertNotNull(SamplingProto.decodeRequest(bytes));
        assertNotNull(SamplingProto.decodeResponse(bytes));
        read++;
      } catch (DecodeException e) {
        assertNotNull(e.getMessage());
      }
    }
    assertTrue(read > 0, "nothing was read");
  }

  private static String json(SamplingStrategy strategy) {
    return new String(SamplingJson.write(strategy), UTF_8);
  }

  private static Optional<String> legacy(SamplingStrategy strategy) {
    return SamplingJson.writeLegacy(strategy).map(text -> new String(text, UTF_8));
  }
}
