package io.spoor.app.tracegen;

import io.spoor.app.traffic.GeneratedService;
import io.spoor.app.traffic.GeneratedSpan;
import io.spoor.app.traffic.GeneratedSpan.Event;
import io.spoor.app.traffic.GeneratedTrace;
import io.spoor.app.traffic.Tag;
import io.spoor.app.traffic.TraceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One trace that is told span by span. Times are milliseconds since its start. */
final class Story {
  private static final int NANOS_PER_MILLI = 1_000_000;

  private final String title;
  private final SplittableRandom random;
  private final long startNanos;
  private final GeneratedTrace trace;
  private final List<TraceSource.Sent> spans = new ArrayList<>();

  Story(String title, SplittableRandom random, long startNanos) {
    this.title = title;
    this.random = random;
    this.startNanos = startNanos;
    this.trace = new GeneratedTrace(random.nextLong(), random.nextLong());
  }

  /** What a viewer sees in it. */
  String title() {
    return title;
  }

  String traceId() {
    return trace.id();
  }

  /** The root: what a user asked for. */
  GeneratedSpan root(GeneratedService service, String operation, double millis, Tag... tags) {
    return add(service, 0, operation, "server", 0, millis, List.of(tags), List.of());
  }

  /** A call from one service to another: the client's span and, within it, the server's. */
  GeneratedSpan call(
      GeneratedSpan parent,
      GeneratedService from,
      GeneratedService to,
      String operation,
      double at,
      double millis,
      Tag... tags) {
    GeneratedSpan client =
        span(
            parent, from, operation, "client", at, millis, new Tag.Text("peer.service", to.name()));
    double network = Math.min(1.2, millis / 10);
    return span(client, to, operation, "server", at + network, millis - 2 * network, tags);
  }

  GeneratedSpan span(
      GeneratedSpan parent,
      GeneratedService service,
      String operation,
      String kind,
      double at,
      double millis,
      Tag... tags) {
    return add(service, parent.spanId(), operation, kind, at, millis, List.of(tags), List.of());
  }

  /** A span that went wrong, with the exception that says how. */
  GeneratedSpan failure(
      GeneratedSpan parent,
      GeneratedService service,
      String operation,
      String kind,
      double at,
      double millis,
      String exception,
      String message,
      Tag... tags) {
    Event event =
        new Event(
            nanos(at + millis),
            "exception",
            List.of(
                new Tag.Text("exception.type", exception),
                new Tag.Text("exception.message", message),
                new Tag.Text("exception.stacktrace", stackTrace(exception, message, service))));
    return add(
        service, parent.spanId(), operation, kind, at, millis, List.of(tags), List.of(event));
  }

  /** Ends the story: its spans, the root first. */
  List<TraceSource.Sent> spans() {
    trace.expect(spans.size());
    return List.copyOf(spans);
  }

  private GeneratedSpan add(
      GeneratedService service,
      long parentId,
      String operation,
      String kind,
      double at,
      double millis,
      List<Tag> tags,
      List<Event> events) {
    GeneratedSpan span =
        new GeneratedSpan(
            trace,
            random.nextLong(1, Long.MAX_VALUE),
            parentId,
            operation,
            kind,
            !events.isEmpty(),
            nanos(at),
            (long) (millis * NANOS_PER_MILLI),
            tags,
            events);
    spans.add(new TraceSource.Sent(service, span));
    return span;
  }

  private long nanos(double at) {
    return startNanos + (long) (at * NANOS_PER_MILLI);
  }

  private static String stackTrace(String exception, String message, GeneratedService service) {
    String home = "com.example." + service.name().replace('-', '.');
    return exception
        + ": "
        + message
        + "\n\tat "
        + home
        + ".Client.call(Client.java:112)\n\tat "
        + home
        + ".Handler.handle(Handler.java:64)\n\tat "
        + home
        + ".Server.run(Server.java:31)\n";
  }
}
