package io.spoor.storage.contract;

import io.spoor.storage.TraceQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A query as a test wants to say it: everything, unless said otherwise. */
public final class TestQuery {
  private Optional<String> service = Optional.empty();
  private Optional<String> operation = Optional.empty();
  private final Map<String, String> tags = new LinkedHashMap<>();
  private long startMin = TestSpan.NOON - 86_400_000_000L * 365;
  private long startMax = TestSpan.NOON + 86_400_000_000L * 365;
  private OptionalLong durationMin = OptionalLong.empty();
  private OptionalLong durationMax = OptionalLong.empty();
  private int limit = 100;

  private TestQuery() {}

  public static TestQuery query() {
    return new TestQuery();
  }

  public TestQuery service(String name) {
    service = Optional.of(name);
    return this;
  }

  public TestQuery operation(String name) {
    operation = Optional.of(name);
    return this;
  }

  public TestQuery tag(String key, String expression) {
    tags.put(key, expression);
    return this;
  }

  public TestQuery start(long min, long max) {
    startMin = min;
    startMax = max;
    return this;
  }

  public TestQuery durationMin(long micros) {
    durationMin = OptionalLong.of(micros);
    return this;
  }

  public TestQuery durationMax(long micros) {
    durationMax = OptionalLong.of(micros);
    return this;
  }

  public TestQuery limit(int traces) {
    limit = traces;
    return this;
  }

  public TraceQuery build() {
    return new TraceQuery(
        service, operation, tags, startMin, startMax, durationMin, durationMax, limit);
  }
}
