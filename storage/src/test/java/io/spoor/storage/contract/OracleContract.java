package io.spoor.storage.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random spans and random queries, compared with a search that looks at every span. Replay with
 * {@code -Dspoor.seed=N}.
 */
public abstract class OracleContract extends StoreContract {
  /** Spans written. A store that is slow to ask may make do with fewer of both. */
  protected int spans() {
    return Integer.getInteger("spoor.oracle.spans", 3000);
  }

  protected int queries() {
    return Integer.getInteger("spoor.oracle.queries", 400);
  }

  @Test
  void findsWhatAFullScanFinds() {
    long seed = Long.getLong("spoor.seed", System.nanoTime());
    System.out.println("seed " + seed + " (replay with -Dspoor.seed=" + seed + ")");
    Random random = new Random(seed);
    List<TestSpan> spans = new ArrayList<>();
    for (int i = 0; i < spans(); i++) {
      spans.add(randomSpan(random, i));
    }
    writeInBatches(spans, random);
    for (int i = 0; i < queries(); i++) {
      TraceQuery query = randomQuery(random).build();
      assertEquals(
          scan(spans, query),
          await(store.reader().findTraceIds(TENANT, query)),
          () -> "seed " + seed + ", " + query);
    }
  }

  private void writeInBatches(List<TestSpan> spans, Random random) {
    List<Future<Void>> writes = new ArrayList<>();
    for (int at = 0; at < spans.size(); ) {
      int end = Math.min(spans.size(), at + 1 + random.nextInt(40));
      writes.add(store.writer().write(TENANT, TestSpan.batch(spans.subList(at, end))));
      at = end;
      if (random.nextInt(10) == 0) {
        await(Future.all(writes));
      }
    }
    await(Future.all(writes));
  }

  private TestSpan randomSpan(Random random, int number) {
    TestSpan span =
        TestSpan.span(1 + random.nextInt(spans() / 5), number)
            .service("service-" + random.nextInt(5))
            .operation("operation-" + random.nextInt(6))
            // Every start is another one, so that the order is certain.
            .start(TestSpan.NOON + random.nextInt(1000) * 1_000_000L + number)
            .duration(random.nextInt(3) == 0 ? random.nextInt(20) : random.nextInt(1 << 20));
    if (random.nextInt(100) == 0) {
      span.start(random.nextInt(1000) * 1_000_000_000L * spans() + number);
    }
    int tags = random.nextInt(4);
    for (int i = 0; i < tags; i++) {
      span.tag("key-" + random.nextInt(4), "v" + random.nextInt(12));
    }
    if (random.nextInt(4) == 0) {
      span.log("key-" + random.nextInt(4), "v" + random.nextInt(12));
    }
    if (random.nextInt(4) == 0) {
      span.processTag("key-" + random.nextInt(4), "v".repeat(300) + random.nextInt(12));
    }
    return span;
  }

  private static TestQuery randomQuery(Random random) {
    TestQuery query = TestQuery.query().limit(1 + random.nextInt(40));
    if (random.nextBoolean()) {
      query.service("service-" + random.nextInt(6));
    }
    if (random.nextInt(3) == 0) {
      query.operation("operation-" + random.nextInt(7));
    }
    for (int tags = random.nextInt(3); tags > 0; tags--) {
      String[] expressions = {"v3", "v1.", "v[0-5]", "v(1|7)", "v{300}3", "v+1", ".*", "none"};
      query.tag("key-" + random.nextInt(5), expressions[random.nextInt(expressions.length)]);
    }
    if (random.nextInt(3) == 0) {
      query.durationMin(random.nextInt(1 << 20));
    }
    if (random.nextInt(3) == 0) {
      query.durationMax((1 << 20) + random.nextInt(1 << 10) - random.nextInt(1 << 20));
    }
    if (random.nextBoolean()) {
      long from = TestSpan.NOON + random.nextInt(500) * 1_000_000L;
      query.start(from, from + random.nextInt(700) * 1_000_000L);
    }
    TraceQuery built = query.build();
    boolean impossible =
        built.durationMinMicros().isPresent()
            && built.durationMaxMicros().isPresent()
            && built.durationMinMicros().getAsLong() > built.durationMaxMicros().getAsLong();
    return impossible ? query.durationMin(0).durationMax(1000) : query;
  }

  private List<TraceId> scan(List<TestSpan> spans, TraceQuery query) {
    Map<TraceId, Long> latest = new HashMap<>();
    for (TestSpan span : spans) {
      if (matches(span, query)) {
        latest.merge(span.traceId, span.startMicros, Math::max);
      }
    }
    return latest.entrySet().stream()
        .sorted(Map.Entry.<TraceId, Long>comparingByValue().reversed())
        .limit(query.limit())
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean matches(TestSpan span, TraceQuery query) {
    boolean plain =
        query.service().map(span.service::equals).orElse(true)
            && query.operation().map(span.operation::equals).orElse(true)
            && span.startMicros >= query.startMinMicros()
            && span.startMicros <= query.startMaxMicros()
            && span.durationMicros >= query.durationMinMicros().orElse(Long.MIN_VALUE)
            && span.durationMicros <= query.durationMaxMicros().orElse(Long.MAX_VALUE);
    return plain
        && query.tags().entrySet().stream()
            .allMatch(tag -> hasTag(span, tag.getKey(), tag.getValue()));
  }

  private boolean hasTag(TestSpan span, String key, String expression) {
    List<Map<String, Object>> places = new ArrayList<>(span.logs);
    places.add(span.tags);
    places.add(span.processTags);
    return places.stream()
        .filter(tags -> tags.containsKey(key))
        .map(tags -> (String) tags.get(key))
        .anyMatch(text -> text.length() <= maxSearchableChars() && text.matches(expression));
  }
}
