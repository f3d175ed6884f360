package io.spoor.collector.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.net.reload.BadDocumentException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of collector.md §8.4, told in the answers that clients get. */
final class StrategiesParserTest {
  private static final String P = "{\"strategyType\":\"PROBABILISTIC\",";
  private static final String R = "{\"strategyType\":\"RATE_LIMITING\",";
  private static final StrategyRules BEFORE_1_65 = new StrategyRules(0.001, false);

  static Stream<Arguments> rules() {
    return Stream.of(
        rule("no file content is the default", "null", "x", P + rate("0.001") + "}"),
        rule("no default_strategy", "{}", "x", P + rate("0.001") + "}"),
        rule(
            "the default strategy is everybody's",
            "{'default_strategy':{'type':'probabilistic','param':0.5}}",
            "x",
            P + rate("0.5") + "}"),
        rule(
            "names match without regard to case, unknown ones are skipped",
            "{'Default_STRATEGY':{'TYPE':'probabilistic','Param':0.5,'more':[{}]},'x':{'y':[1]}}",
            "x",
            P + rate("0.5") + "}"),
        rule(
            "the service's own",
            "{'service_strategies':[{'service':'a','type':'ratelimiting','param':5.9}]}",
            "a",
            R + limit(5) + "}"),
        rule(
            "services are told apart by case",
            "{'service_strategies':[{'service':'a','type':'ratelimiting','param':5}]}",
            "A",
            P + rate("0.001") + "}"),
        rule(
            "the later entry wins",
            "{'service_strategies':[{'service':'a','type':'ratelimiting','param':5},"
                + "{'service':'a','type':'probabilistic','param':1}]}",
            "a",
            P + rate("1") + "}"),
        rule(
            "ranges are not checked",
            "{'default_strategy':{'type':'probabilistic','param':7}}",
            "x",
            P + rate("7") + "}"),
        rule(
            "an unknown type",
            "{'default_strategy':{'type':'lottery','param':0.5}}",
            "x",
            P + rate("0.001") + "}"),
        rule(
            "a missing type",
            "{'service_strategies':[{'service':'a','param':0.5}]}",
            "a",
            P + rate("0.001") + "}"),
        rule(
            "operations of the default, one rate-limited, one unknown",
            "{'default_strategy':{'type':'probabilistic','param':0.5,'operation_strategies':["
                + "{'operation':'/h','type':'probabilistic','param':0},"
                + "{'operation':'/r','type':'ratelimiting','param':1},"
                + "{'operation':'/u','type':'?','param':1}]}}",
            "x",
            P + rate("0.5") + "," + operations("0.5", op("/h", "0"), op("/u", "0.001")) + "}"),
        rule(
            "operations that are all dropped leave an empty list",
            "{'default_strategy':{'type':'probabilistic','param':0.5,'operation_strategies':["
                + "{'operation':'/r','type':'ratelimiting','param':1}]}}",
            "x",
            P + rate("0.5") + "," + operations("0.5") + "}"),
        rule(
            "an empty list of operations is none",
            "{'default_strategy':{'type':'probabilistic','param':0.5,'operation_strategies':[]}}",
            "x",
            P + rate("0.5") + "}"),
        rule(
            "a rate-limited service with operations",
            "{'service_strategies':[{'service':'a','type':'ratelimiting','param':3,"
                + "'operation_strategies':[{'operation':'/o','type':'probabilistic','param':0.1}]}]}",
            "a",
            R + limit(3) + "," + operations("0.001", op("/o", "0.1")) + "}"),
        rule(
            "own operations first, the default's behind them unless the name is there",
            withDefaultOperations(
                "{'service':'a','type':'probabilistic','param':0.7,'operation_strategies':["
                    + "{'operation':'/own','type':'probabilistic','param':0.1},"
                    + "{'operation':'/d2','type':'probabilistic','param':0.3}]}"),
            "a",
            P
                + rate("0.7")
                + ","
                + operations("0.7", op("/own", "0.1"), op("/d2", "0.3"), op("/d1", "0.01"))
                + "}"),
        rule(
            "a probabilistic service without operations gets the default's and its own rate",
            withDefaultOperations("{'service':'a','type':'probabilistic','param':0.7}"),
            "a",
            P + rate("0.7") + "," + operations("0.7", op("/d1", "0.01"), op("/d2", "0.02")) + "}"),
        rule(
            "a rate-limited service without operations gets the default's and its rate",
            withDefaultOperations("{'service':'a','type':'ratelimiting','param':4}"),
            "a",
            R + limit(4) + "," + operations("0.5", op("/d1", "0.01"), op("/d2", "0.02")) + "}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void answers(String rule, String file, String service, String answer) throws Exception {
    StrategyTable table = parse(file, StrategyRules.DEFAULTS);
    assertEquals(answer, new String(SamplingJson.write(table.of(service)), UTF_8));
  }

  @Test
  void givesARateLimitedServiceNoDefaultOperationsWhereTheFixIsOff() throws Exception {
    String file = withDefaultOperations("{'service':'a','type':'ratelimiting','param':4}");
    assertEquals(SamplingStrategy.rateLimiting(4), parse(file, BEFORE_1_65).of("a"));
    String own = withDefaultOperations("{'service':'a','type':'probabilistic','param':1}");
    assertTrue(parse(own, BEFORE_1_65).of("a").operations().isPresent());
  }

  @Test
  void usesTheGivenProbabilityInsteadOfTheDefaultOne() throws Exception {
    StrategyRules rules = new StrategyRules(0.25, true);
    assertEquals(SamplingStrategy.probabilistic(0.25), parse("{}", rules).of("x"));
    assertEquals(
        SamplingStrategy.probabilistic(0.25),
        parse("{'default_strategy':{'type':'?'}}", rules).of("x"));
    assertEquals(SamplingStrategy.probabilistic(0.25), StrategyTable.withoutFile(rules).of("x"));
  }

  @Test
  void warnsOfWhatItReplaces() throws Exception {
    StrategyTable table =
        parse(
            "{'default_strategy':{'type':'?'},'service_strategies':[{'service':'a','type':'',"
                + "'operation_strategies':[{'operation':'/r','type':'ratelimiting'}]}]}",
            StrategyRules.DEFAULTS);
    assertEquals(3, table.warnings().size(), table.warnings()::toString);
    assertTrue(table.warnings().get(1).contains("service \"a\""), table.warnings()::toString);
    assertTrue(table.warnings().get(2).contains("operation \"/r\""), table.warnings()::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                            | empty",
        "[]                                            | line 1, column 1: want an object",
        "{} {}                                         | line 1, column 4: something follows",
        "{'default_strategy':[]}                       | line 1, column 21: want an object",
        "{'service_strategies':{}}                     | line 1, column 23: want an array",
        "{'service_strategies':[3]}                    | line 1, column 24: want an object",
        "{'default_strategy':{'type':1}}               | line 1, column 29: type wants a string",
        "{'default_strategy':{'param':'1'}}            | line 1, column 30: param wants a number",
        "{'default_strategy':{'param':1e999}}          | param is too large",
        "{'default_strategy':{'type':'probabilistic',} | line 1, column ",
        "{'default_strategy':                          | line 1, column ",
      })
  void saysWhereAFileGoesWrong(String file, String complaint) {
    BadDocumentException failure =
        assertThrows(
            BadDocumentException.class,
            () -> parse(file == null ? "" : file, StrategyRules.DEFAULTS));
    assertTrue(failure.getMessage().contains(complaint), failure::getMessage);
  }

  @Test
  void givesATableOrAComplaintForAnyBytes() throws Exception {
    long seed = Long.getLong("spoor.test.seed", System.nanoTime());
    System.out.println("StrategiesParserTest: -Dspoor.test.seed=" + seed);
    Random random = new Random(seed);
    byte[] good =
        withDefaultOperations("{'service':'a','type':'ratelimiting','param':4}")
            .replace('\'', '"')
            .getBytes(UTF_8);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = good.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextBoolean() ? (byte) random.nextInt() : good[random.nextInt(good.length)];
      }
      try {
        StrategiesParser.parse(bytes, StrategyRules.DEFAULTS).of("a");
      } catch (BadDocumentException e) {
        assertTrue(!e.getMessage().isEmpty());
      }
    }
  }

  private static Arguments rule(String name, String file, String service, String answer) {
    return Arguments.of(name, file, service, answer);
  }

  private static String withDefaultOperations(String service) {
    return "{'service_strategies':["
        + service
        + "],'default_strategy':{'type':'probabilistic','param':0.5,'operation_strategies':["
        + "{'operation':'/d1','type':'probabilistic','param':0.01},"
        + "{'operation':'/d2','type':'probabilistic','param':0.02}]}}";
  }

  private static StrategyTable parse(String file, StrategyRules rules) throws BadDocumentException {
    return StrategiesParser.parse(file.replace('\'', '"').getBytes(UTF_8), rules);
  }

  private static String rate(String rate) {
    return "\"probabilisticSampling\":{\"samplingRate\":" + rate + "}";
  }

  private static String limit(int limit) {
    return "\"rateLimitingSampling\":{\"maxTracesPerSecond\":" + limit + "}";
  }

  private static String op(String name, String rate) {
    return "{\"operation\":\"" + name + "\"," + rate(rate) + "}";
  }

  private static String operations(String probability, String... operations) {
    return "\"operationSampling\":{\"defaultSamplingProbability\":"
        + probability
        + ",\"defaultLowerBoundTracesPerSecond\":0,\"perOperationStrategies\":["
        + String.join(",", operations)
        + "],\"defaultUpperBoundTracesPerSecond\":0}";
  }
}
