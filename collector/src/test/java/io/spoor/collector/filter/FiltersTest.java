package io.spoor.collector.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.net.reload.BadDocumentException;
import io.spoor.net.reload.Reloaded;
import io.spoor.proto.model.SpanBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules, limits and downsampling, each as an operator writes it. */
final class FiltersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void dropsByServiceOperationAndTag() throws BadDocumentException {
    SpanFilter filter =
        rules(
            """
            {"rules": [
              {"name": "health", "action": "drop", "operation": "GET /health*"},
              {"name": "probe", "action": "drop", "service": "cart", "tags": {"agent": "kube-probe/*"}},
              {"name": "canary", "action": "drop", "tags": {"deployment": "canary"}}
            ]}""");
    SpanBatch batch =
        new Spans()
            .service("cart")
            .span("GET /healthz")
            .span("GET /cart")
            .span("GET /cart", "agent", "kube-probe/1.29")
            .service("web", "deployment", "canary")
            .span("GET /")
            .service("web")
            .span("GET /", "agent", "kube-probe/1.29")
            .batch();
    assertEquals(List.of(1, 4), Spans.kept(filter, batch));
    assertEquals(1, held("health"));
    assertEquals(1, held("probe"));
    assertEquals(1, held("canary"));
  }

  @Test
  void firstRuleThatHoldsDecides() throws BadDocumentException {
    SpanFilter filter =
        rules(
            """
            {"rules": [
              {"name": "errors stay", "action": "keep", "tags": {"error": "true"}},
              {"name": "noise", "action": "drop", "service": "noisy"}
            ]}""");
    SpanBatch batch = new Spans().service("noisy").span("a").span("b", "error", "true").batch();
    assertEquals(List.of(1), Spans.kept(filter, batch));
    assertEquals(1, held("errors stay"));
  }

  @ParameterizedTest
  @CsvSource({"bool,true", "long,503", "long,5*", "half,0.5"})
  void numbersAndBooleansMatchByTheirText(String key, String pattern) throws BadDocumentException {
    SpanFilter filter = dropTag(key, pattern);
    assertEquals(List.of(), Spans.kept(filter, new Spans().service("s").typed().batch()));
  }

  @ParameterizedTest
  @CsvSource({"bool,false", "long,5", "raw!,*", "absent,*"})
  void otherValuesDoNotMatch(String key, String pattern) throws BadDocumentException {
    SpanFilter filter = dropTag(key, pattern);
    assertEquals(List.of(0), Spans.kept(filter, new Spans().service("s").typed().batch()));
  }

  @Test
  void eachServiceHasALimitOfItsOwn() throws BadDocumentException {
    AtomicLong nanos = new AtomicLong();
    FilterRules rules =
        parse(
            """
            {"limits": [
              {"service": "chatty", "spansPerSecond": 2, "burst": 4},
              {"service": "*", "spansPerSecond": 100}
            ]}""");
    SpanFilter filter = new RateFilter(() -> rules, nanos::get, registry);
    SpanBatch batch =
        new Spans().service("chatty").spans(6).service("a").spans(3).service("b").spans(3).batch();
    assertEquals(List.of(0, 1, 2, 3, 6, 7, 8, 9, 10, 11), Spans.kept(filter, batch));
    SpanBatch more = new Spans().service("chatty").spans(6).batch();
    assertEquals(List.of(), Spans.kept(filter, more));
    nanos.addAndGet(1_000_000_000);
    assertEquals(List.of(0, 1), Spans.kept(filter, more));
    nanos.addAndGet(3_600_000_000_000L);
    assertEquals(List.of(0, 1, 2, 3), Spans.kept(filter, more), "no more than the burst");
    assertEquals(
        2 + 6 + 4 + 2,
        registry.get("spoor.filter.limited.spans").tag("limit", "chatty").counter().count());
  }

  /** FNV-1a of Jaeger's salt and the id, worked out by another program. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.4074166377698594",
    "0, 2, 0.40741681658379386",
    "0123456789abcdef, fedcba9876543210, 0.9813743570632344",
    "5, 7, 0.5282107654878353"
  })
  void downsamplingKeepsWhatJaegerKeeps(String high, String low, double place) {
    long idHigh = Long.parseUnsignedLong(high, 16);
    long idLow = Long.parseUnsignedLong(low, 16);
    assertTrue(downsampling(place + 1e-9).keeps(idHigh, idLow));
    assertTrue(!downsampling(place - 1e-9).keeps(idHigh, idLow));
  }

  @Test
  void downsamplingKeepsAboutTheRatio() {
    Downsampling half = downsampling(0.5);
    long kept = IntStream.range(0, 10_000).filter(i -> half.keeps(i, 77L * i)).count();
    assertTrue(kept > 4_700 && kept < 5_300, kept + " of 10000");
    SpanBatch batch = new Spans().service("s").spans(1_000).batch();
    int left = Spans.kept(half, batch).size();
    assertEquals(left, registry.get("jaeger.downsampling.writer.spans.accepted").counter().count());
    assertEquals(
        1_000 - left, registry.get("jaeger.downsampling.writer.spans.dropped").counter().count());
    assertEquals(1_000, Spans.kept(downsampling(1), batch).size());
    assertEquals(0, Spans.kept(downsampling(0), batch).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"rulez\":[]} | the file: unknown member rulez",
        "{\"rules\":{}} | rules: want a list",
        "{\"rules\":[3]} | rules[0]: want an object",
        "{\"rules\":[{\"name\":\"a\",\"service\":\"s\"}]} | rules[0].action: want a text",
        "{\"rules\":[{\"name\":\"a\",\"action\":\"hide\",\"service\":\"s\"}]} | rules[0].action: want keep or drop",
        "{\"rules\":[{\"action\":\"drop\",\"service\":\"s\"}]} | rules[0].name: want a text",
        "{\"rules\":[{\"name\":\"a\",\"action\":\"drop\"}]} | rules[0]: want at least one of service, operation, tags",
        "{\"rules\":[{\"name\":\"a\",\"action\":\"drop\",\"tags\":{\"k\":1}}]} | rules[0].tags.k: want a text",
        "{\"limits\":[{\"service\":\"s\"}]} | limits[0].spansPerSecond: want a number of at least 0.0",
        "{\"limits\":[{\"service\":\"s\",\"spansPerSecond\":-1}]} | limits[0].spansPerSecond: want a number of at least 0.0"
      })
  void namesWhatIsWrongInTheFile(String file, String complaint) {
    assertEquals(
        complaint, assertThrows(BadDocumentException.class, () -> parse(file)).getMessage());
  }

  @Test
  void twoRulesOfOneNameAreRefused() {
    String rule = "{\"name\":\"a\",\"action\":\"drop\",\"service\":\"s\"}";
    String message =
        assertThrows(
                BadDocumentException.class, () -> parse("{\"rules\":[" + rule + "," + rule + "]}"))
            .getMessage();
    assertEquals("two rules are named a", message);
  }

  @Test
  void fileThatIsNotJsonIsRefusedWithThePlace() {
    String message =
        assertThrows(BadDocumentException.class, () -> parse("{\"rules\": [}")).getMessage();
    assertTrue(message.contains("Unexpected close marker"), message);
  }

  @Test
  void nothingButAnObjectIsAFile() {
    for (String text : List.of("null", "[]", "3", "")) {
      assertThrows(BadDocumentException.class, () -> parse(text), text);
    }
  }

  @Test
  void changedFileIsInForceAtOnceAndABadOneIsNot(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("filter.json"), "{}");
    Reloaded<FilterRules> rules = FilterFile.load(file.toString(), registry);
    SpanFilter filter = new RuleFilter(rules::current, registry);
    SpanBatch batch = new Spans().service("s").span("a").batch();
    assertEquals(List.of(0), Spans.kept(filter, batch));
    Files.writeString(
        file, "{\"rules\":[{\"name\":\"all\",\"action\":\"drop\",\"service\":\"*\"}]}");
    assertTrue(rules.reload());
    assertEquals(List.of(), Spans.kept(filter, batch));
    Files.writeString(file, "{\"rules\":3}");
    assertTrue(!rules.reload());
    assertEquals(List.of(), Spans.kept(filter, batch));
    assertEquals(0, registry.get("spoor.filter.file.good").gauge().value());
  }

  private SpanFilter dropTag(String key, String pattern) throws BadDocumentException {
    return rules(
        "{\"rules\":[{\"name\":\"t\",\"action\":\"drop\",\"tags\":{\""
            + key
            + "\":\""
            + pattern
            + "\"}}]}");
  }

  private SpanFilter rules(String file) throws BadDocumentException {
    FilterRules rules = parse(file);
    return new RuleFilter(() -> rules, registry);
  }

  private static FilterRules parse(String file) throws BadDocumentException {
    return FilterFile.parse(file.getBytes(UTF_8));
  }

  private Downsampling downsampling(double ratio) {
    return new Downsampling(ratio, "downsampling-default-salt", registry);
  }

  private double held(String rule) {
    return registry.get("spoor.filter.spans").tag("rule", rule).counter().count();
  }
}
