package io.spoor.app.traffic;

import io.spoor.app.traffic.GeneratedSpan.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes traces of 4 to 24 spans through the services of a shop: 12 to 14 attributes a span and 6 a
 * process, ids of high entropy, skewed operations, some errors with their events. The same seed
 * makes the same traces.
 */
public final class Shop implements TraceSource {
  private static final int MIN_SPANS = 4;
  private static final int MAX_SPANS = 24;
  private static final int ERROR_PERCENT = 3;
  private static final List<String> NAMES =
      List.of(
          "frontend",
          "checkout",
          "cart",
          "catalog",
          "payment",
          "shipping",
          "recommendation",
          "currency");
  private static final List<String> VERBS = List.of("GET", "GET", "GET", "POST", "PUT", "DELETE");
  private static final List<String> THINGS =
      List.of("products", "orders", "carts", "users", "quotes", "payments", "shipments", "ads");
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT id, name, price FROM products WHERE category = ? ORDER BY popularity DESC LIMIT 20",
          "UPDATE carts SET items = ?, updated_at = now() WHERE user_id = ?",
          "INSERT INTO orders (user_id, total, currency) VALUES (?, ?, ?)");

  private final SplittableRandom random;
  private final List<GeneratedService> services = new ArrayList<>();

  public Shop(long seed, int serviceCount) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < serviceCount; i++) {
      services.add(service(i));
    }
  }

  @Override
  public List<GeneratedService> services() {
    return services;
  }

  @Override
  public List<Sent> trace(long nowNanos) {
    int spans = random.nextInt(MIN_SPANS, MAX_SPANS + 1);
    GeneratedTrace trace = new GeneratedTrace(random.nextLong(), random.nextLong());
    trace.expect(spans);
    long total = random.nextLong(2_000_000, 400_000_000);
    List<Sent> made = new ArrayList<>(spans);
    for (int i = 0; i < spans; i++) {
      // Parents come from the last few spans, so that traces are deep as well as wide.
      GeneratedSpan parent = i == 0 ? null : made.get(random.nextInt(Math.max(0, i - 4), i)).span();
      long start =
          parent == null ? nowNanos - total : parent.startNanos() + parent.durationNanos() / 8;
      long duration =
          parent == null
              ? total
              : Math.max(1000, parent.durationNanos() * random.nextInt(20, 85) / 100);
      int service = i == 0 ? 0 : random.nextInt(services.size());
      made.add(
          new Sent(
              services.get(service),
              span(
                  trace,
                  services.get(service),
                  parent == null ? 0 : parent.spanId(),
                  start,
                  duration)));
    }
    return made;
  }

  private GeneratedSpan span(
      GeneratedTrace trace, GeneratedService service, long parentId, long start, long duration) {
    boolean error = random.nextInt(100) < ERROR_PERCENT;
    // The square makes the first operations much more frequent than the last.
    double skew = random.nextDouble();
    String operation = service.operations().get((int) (skew * skew * service.operations().size()));
    int user = random.nextInt(100_000);
    List<Tag> tags = new ArrayList<>(14);
    tags.add(new Tag.Text("http.method", operation.substring(0, operation.indexOf(' '))));
    tags.add(new Tag.Text("http.route", operation.substring(operation.indexOf(' ') + 1)));
    tags.add(
        new Tag.Text(
            "http.url",
            "http://" + service.name() + ":8080/api/v1/items/" + user + "?page=" + user % 7));
    tags.add(new Tag.Whole("http.status_code", error ? 500 : 200));
    tags.add(
        new Tag.Text(
            "net.peer.name", services.get(random.nextInt(services.size())).name() + ".shop.svc"));
    tags.add(new Tag.Whole("net.peer.port", 8080));
    tags.add(new Tag.Text("enduser.id", "user-" + user));
    tags.add(new Tag.Text("db.system", "postgresql"));
    tags.add(new Tag.Text("db.statement", STATEMENTS.get(random.nextInt(STATEMENTS.size()))));
    tags.add(new Tag.Text("thread.name", "worker-" + random.nextInt(16)));
    tags.add(new Tag.Flag("cache.hit", random.nextInt(10) < 7));
    tags.add(new Tag.Decimal("cart.total", random.nextInt(100, 50_000) / 100.0));
    List<Event> events = new ArrayList<>(1);
    if (error) {
      events.add(
          new Event(
              start + duration / 2,
              "exception",
              List.of(
                  new Tag.Text("exception.type", "java.net.SocketTimeoutException"),
                  new Tag.Text(
                      "exception.message", "timed out after " + duration / 1_000_000 + " ms"))));
    } else if (random.nextInt(4) == 0) {
      events.add(
          new Event(
              start + duration / 3,
              "cache lookup",
              List.of(new Tag.Text("cache.key", "item:" + user))));
    }
    String kind = parentId == 0 || random.nextBoolean() ? "server" : "client";
    return new GeneratedSpan(
        trace,
        random.nextLong(1, Long.MAX_VALUE),
        parentId,
        operation,
        kind,
        error,
        start,
        duration,
        tags,
        events);
  }

  private GeneratedService service(int index) {
    String name =
        NAMES.get(index % NAMES.size()) + (index < NAMES.size() ? "" : "-" + index / NAMES.size());
    List<String> operations = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      operations.add(
          VERBS.get(random.nextInt(VERBS.size()))
              + " /api/v1/"
              + THINGS.get(random.nextInt(THINGS.size()))
              + "/"
              + i);
    }
    List<Tag> tags =
        List.of(
            new Tag.Text("host.name", "node-" + random.nextInt(20)),
            new Tag.Text("service.version", "1." + random.nextInt(9) + "." + random.nextInt(30)),
            new Tag.Text("deployment.environment", "production"),
            new Tag.Text("telemetry.sdk.language", "java"),
            new Tag.Whole("process.pid", random.nextInt(2, 30_000)),
            new Tag.Text("k8s.pod.name", name + "-" + Integer.toHexString(random.nextInt())));
    return new GeneratedService(name, tags, operations);
  }
}
