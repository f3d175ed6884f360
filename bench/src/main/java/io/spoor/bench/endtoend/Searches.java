package io.spoor.bench.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Latency of /api/traces as a client sees it, one request at a time. */
final class Searches {
  private static final int WARM_UP = 100;
  private static final int USERS = 100_000;
  private static final List<String> SERVICES = List.of("frontend", "checkout", "cart", "payment");

  private final Server server;
  private final List<String> traceIds;
  private final int count;
  private final long firstMicros;
  private final long lastMicros;
  private final Random random = new Random(1);

  /** Milliseconds, and traces found in all. */
  record Result(double p50, double p95, double max, double bytes) {}

  /**
   * @param traceIds that are stored
   * @param firstMicros about when the first span was stored
   */
  Searches(Server server, List<String> traceIds, int count, long firstMicros, long lastMicros) {
    this.server = server;
    this.traceIds = traceIds;
    this.count = count;
    this.firstMicros = firstMicros;
    this.lastMicros = lastMicros;
  }

  private interface Query {
    String path();
  }

  Map<String, Result> run() throws IOException, InterruptedException {
    Map<String, Query> kinds = new LinkedHashMap<>();
    kinds.put(
        "newest 20 of a common tag", () -> search(Map.of("db.system", "postgresql"), lastMicros));
    kinds.put("newest 20 of a service", () -> search(Map.of(), lastMicros));
    kinds.put(
        "common tag, from a random time back",
        () -> search(Map.of("db.system", "postgresql"), random.nextLong(firstMicros, lastMicros)));
    kinds.put(
        "service and rare tag",
        () -> search(Map.of("enduser.id", "user-" + random.nextInt(USERS)), lastMicros));
    kinds.put("by id", () -> "/api/traces/" + traceIds.get(random.nextInt(traceIds.size())));
    Map<String, Result> results = new LinkedHashMap<>();
    for (Map.Entry<String, Query> kind : kinds.entrySet()) {
      results.put(kind.getKey(), measure(kind.getValue()));
    }
    return results;
  }

  private Result measure(Query query) throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    for (int i = -WARM_UP; i < count; i++) {
      String path = query.path();
      long start = System.nanoTime();
      byte[] body = server.get(Server.Port.QUERY, path);
      if (i >= 0) {
        millis.add((System.nanoTime() - start) / 1e6);
        bytes.add((double) body.length);
      }
    }
    return new Result(
        Medians.median(millis),
        Medians.percentile(millis, 95),
        Medians.percentile(millis, 100),
        Medians.median(bytes));
  }

  private String search(Map<String, String> tags, long endMicros) {
    StringBuilder path =
        new StringBuilder("/api/traces?limit=20&service=")
            .append(SERVICES.get(random.nextInt(SERVICES.size())));
    path.append("&start=").append(firstMicros - 3_600_000_000L).append("&end=").append(endMicros);
    tags.forEach((key, value) -> path.append("&tag=").append(encoded(key + ":" + value)));
    return path.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
