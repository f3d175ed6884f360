package io.spoor.app.tracegen;

import io.spoor.app.traffic.GeneratedService;
import io.spoor.app.traffic.GeneratedSpan;
import io.spoor.app.traffic.Tag;
import io.spoor.app.traffic.TraceSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Half an hour in the life of a shop, small enough to be looked at trace by trace: purchases that
 * go well, a page that asks its database too often, a payment provider that is away for a while,
 * and a nightly report with one slow part.
 */
final class Demo implements TraceSource {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;

  private static final GeneratedService WEB = service("web", "4.2.0");
  private static final GeneratedService CHECKOUT = service("checkout", "1.18.3");
  private static final GeneratedService CATALOG = service("catalog", "2.7.1");
  private static final GeneratedService PAYMENT = service("payment", "3.0.9");
  private static final GeneratedService STOCK = service("stock", "1.4.4");
  private static final GeneratedService MAIL = service("mail", "0.9.2");
  private static final GeneratedService REPORT = service("report", "1.0.0");

  private static final String SELECT_ALL =
      "SELECT id, name, price FROM products ORDER BY popularity DESC LIMIT 20";

  private final SplittableRandom random = new SplittableRandom(1);
  private final Deque<Story> stories = new ArrayDeque<>();
  private final List<Story> worthSeeing = new ArrayList<>();

  /**
   * Tells all stories.
   *
   * @param nowNanos when the half hour ends, since the epoch
   */
  Demo(long nowNanos) {
    long start = nowNanos - 30 * MINUTE;
    for (int i = 0; i < 40; i++) {
      long at = start + i * 44L * SECOND;
      boolean outage = i >= 22 && i < 28;
      if (i % 2 == 0) {
        tell(browse(at), i == 0);
      } else if (outage) {
        tell(paymentAway(at), i == 23);
      } else if (i == 21) {
        tell(paymentRetried(at), true);
      } else {
        tell(purchase(at), i == 1);
      }
    }
    tell(tooManyQueries(start + 17 * MINUTE), true);
    tell(report(start + 20 * MINUTE), true);
  }

  @Override
  public List<GeneratedService> services() {
    return List.of(WEB, CHECKOUT, CATALOG, PAYMENT, STOCK, MAIL, REPORT);
  }

  /** Traces that are left. */
  int size() {
    return stories.size();
  }

  /** The next one; it has its own time. */
  @Override
  public List<Sent> trace(long nowNanos) {
    return stories.remove().spans();
  }

  /** What to look at first, one trace a line. */
  String guide() {
    StringBuilder text = new StringBuilder("\nWorth a look:\n");
    for (Story story : worthSeeing) {
      text.append(String.format("  %s  %s%n", story.traceId(), story.title()));
    }
    return text.toString();
  }

  private void tell(Story story, boolean isWorthSeeing) {
    stories.add(story);
    if (isWorthSeeing) {
      worthSeeing.add(story);
    }
  }

  private Story browse(long at) {
    Story story = new Story("A page, as it should be", random, at);
    double slow = 1 + random.nextDouble();
    GeneratedSpan root = story.root(WEB, "GET /products", 62 * slow, status(200), user());
    GeneratedSpan list =
        story.call(root, WEB, CATALOG, "GET /api/products", 6, 44 * slow, status(200));
    story.span(list, CATALOG, "GET products:top", "client", 9, 1.4, redis(), hit(false));
    story.span(list, CATALOG, "SELECT products", "client", 12, 24 * slow, sql(SELECT_ALL));
    story.span(list, CATALOG, "SET products:top", "client", 14 + 24 * slow, 0.9, redis());
    return story;
  }

  private Story purchase(long at) {
    Story story = new Story("A purchase that goes well, and the mail that follows", random, at);
    double slow = 0.8 + random.nextDouble() / 2;
    GeneratedSpan order = order(story, 260 * slow, 200);
    reserve(story, order);
    GeneratedSpan pay =
        story.call(order, CHECKOUT, PAYMENT, "POST /charge", 62, 120 * slow, amount());
    story.span(
        pay, PAYMENT, "POST api.bank.example/v1/charges", "client", 70, 96 * slow, status(201));
    GeneratedSpan queued =
        story.span(order, CHECKOUT, "send order.placed", "producer", 66 + 120 * slow, 3, topic());
    GeneratedSpan mail =
        story.span(queued, MAIL, "process order.placed", "consumer", 420 * slow, 180, topic());
    story.span(
        mail, MAIL, "SMTP DATA", "client", 440 * slow, 140, new Tag.Whole("mail.bytes", 8_214));
    return story;
  }

  private Story paymentRetried(long at) {
    Story story = new Story("A payment that works at the second attempt", random, at);
    GeneratedSpan order = order(story, 2_480, 200);
    reserve(story, order);
    GeneratedSpan pay = story.call(order, CHECKOUT, PAYMENT, "POST /charge", 62, 2_380, amount());
    timeout(story, pay, 70, 2_000, 1);
    story.span(
        pay,
        PAYMENT,
        "POST api.bank.example/v1/charges",
        "client",
        2_180,
        240,
        status(201),
        attempt(2));
    return story;
  }

  private Story paymentAway(long at) {
    Story story =
        new Story("The bank is away: three attempts, then the order is refused", random, at);
    GeneratedSpan order = order(story, 6_520, 503);
    reserve(story, order);
    GeneratedSpan pay =
        story.failure(
            order,
            PAYMENT,
            "POST /charge",
            "server",
            62,
            6_410,
            "com.example.payment.GaveUpException",
            "3 attempts failed",
            amount());
    for (int i = 0; i < 3; i++) {
      timeout(story, pay, 70 + i * 2_150, 2_000, i + 1);
    }
    story.call(order, CHECKOUT, STOCK, "DELETE /reservations", 6_480, 26, status(204));
    return story;
  }

  private Story tooManyQueries(long at) {
    Story story = new Story("One query for each product of a list (N+1)", random, at);
    GeneratedSpan root = story.root(WEB, "GET /wishlist", 812, status(200), user());
    GeneratedSpan list = story.call(root, WEB, CATALOG, "GET /api/wishlist", 5, 800, status(200));
    story.span(
        list,
        CATALOG,
        "SELECT wishlist",
        "client",
        10,
        14,
        sql("SELECT product_id FROM wishlist WHERE user_id = ?"));
    for (int i = 0; i < 48; i++) {
      story.span(
          list,
          CATALOG,
          "SELECT product",
          "client",
          26 + i * 16,
          13 + random.nextDouble() * 2,
          sql("SELECT id, name, price FROM products WHERE id = ?"));
    }
    return story;
  }

  private Story report(long at) {
    Story story = new Story("A report in 24 parts that waits for its slowest", random, at);
    GeneratedSpan root = story.root(REPORT, "daily-revenue", 9_400, new Tag.Whole("parts", 24));
    for (int i = 0; i < 24; i++) {
      double millis = i == 17 ? 9_100 : 900 + random.nextDouble() * 900;
      GeneratedSpan part =
          story.span(
              root, REPORT, "partition", "internal", 40 + i, millis, new Tag.Whole("partition", i));
      story.span(
          part,
          REPORT,
          "SELECT orders",
          "client",
          44 + i,
          millis - 12,
          sql("SELECT sum(total), currency FROM orders WHERE hour = ? GROUP BY currency"),
          new Tag.Flag("db.index_used", i != 17));
    }
    story.span(root, REPORT, "merge", "internal", 9_160, 210);
    return story;
  }

  private GeneratedSpan order(Story story, double millis, int status) {
    GeneratedSpan root = story.root(WEB, "POST /orders", millis, status(status), user());
    if (status < 500) {
      return story.call(root, WEB, CHECKOUT, "POST /api/orders", 4, millis - 8, status(status));
    }
    return story.failure(
        root,
        CHECKOUT,
        "POST /api/orders",
        "server",
        4,
        millis - 8,
        "com.example.checkout.PaymentUnavailableException",
        "the order was not placed: payment is unavailable",
        status(status));
  }

  private void reserve(Story story, GeneratedSpan order) {
    GeneratedSpan reserve =
        story.call(order, CHECKOUT, STOCK, "POST /reservations", 14, 42, status(201));
    story.span(
        reserve,
        STOCK,
        "UPDATE stock",
        "client",
        20,
        28,
        sql("UPDATE stock SET reserved = reserved + 1 WHERE sku = ? AND free > 0"));
  }

  private static void timeout(
      Story story, GeneratedSpan pay, double at, double millis, int attempt) {
    story.failure(
        pay,
        PAYMENT,
        "POST api.bank.example/v1/charges",
        "client",
        at,
        millis,
        "java.net.SocketTimeoutException",
        "no answer from api.bank.example after 2000 ms",
        attempt(attempt));
  }

  private static GeneratedService service(String name, String version) {
    return new GeneratedService(
        name,
        List.of(
            new Tag.Text("service.version", version),
            new Tag.Text("deployment.environment", "demo"),
            new Tag.Text("host.name", name + "-0")),
        List.of());
  }

  private Tag user() {
    return new Tag.Text("enduser.id", "user-" + random.nextInt(1_000));
  }

  private Tag amount() {
    return new Tag.Decimal("payment.amount", random.nextInt(1_000, 20_000) / 100.0);
  }

  private static Tag status(int code) {
    return new Tag.Whole("http.status_code", code);
  }

  private static Tag attempt(int number) {
    return new Tag.Whole("attempt", number);
  }

  private static Tag sql(String statement) {
    return new Tag.Text("db.statement", statement);
  }

  private static Tag redis() {
    return new Tag.Text("db.system", "redis");
  }

  private static Tag hit(boolean isHit) {
    return new Tag.Flag("cache.hit", isHit);
  }

  private static Tag topic() {
    return new Tag.Text("messaging.destination", "order.placed");
  }
}
