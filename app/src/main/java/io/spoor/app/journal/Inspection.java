package io.spoor.app.journal;

import io.spoor.collector.journal.SegmentReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What is in a journal, as text for people or as JSON for programs. */
final class Inspection {
  private final List<SegmentReport> segments;
  private final Instant now;

  Inspection(List<SegmentReport> segments, Instant now) {
    this.segments = segments;
    this.now = now;
  }

  /** Whether nothing is damaged, set aside or otherwise remarkable. */
  boolean isSound() {
    return segments.stream()
        .allMatch(segment -> segment.damaged() == 0 && segment.remark().isEmpty());
  }

  void print(PrintStream out) {
    out.printf(
        "%-24s %12s %-6s %9s %9s %10s %8s  %-24s %s%n",
        "file", "bytes", "state", "records", "waiting", "spans", "damaged", "oldest", "remark");
    for (SegmentReport segment : segments) {
      out.printf(
          "%-24s %12d %-6s %9d %9d %10d %8d  %-24s %s%n",
          segment.file(),
          segment.bytes(),
          segment.isSetAside() ? "bad" : segment.isSealed() ? "sealed" : "open",
          segment.records(),
          segment.waiting(),
          segment.spans(),
          segment.damaged(),
          segment.oldestMillis().map(Instant::ofEpochMilli).map(Instant::toString).orElse("-"),
          segment.remark());
    }
    out.printf(
        "%d files, %d bytes, %d records (%d wait for the store), %d spans, %d damaged records%n",
        segments.size(),
        sum(SegmentReport::bytes),
        sum(SegmentReport::records),
        sum(SegmentReport::waiting),
        sum(SegmentReport::spans),
        sum(SegmentReport::damaged));
    oldest()
        .ifPresent(
            at ->
                out.printf(
                    "The oldest that waits was received %d s ago, at %s%n",
                    Math.max(0, Duration.between(at, now).toSeconds()), at));
    out.println("Formats: " + formats());
    Map<String, Long> tenants = new TreeMap<>();
    tenants()
        .forEach((tenant, count) -> tenants.put(tenant.isEmpty() ? "(default)" : tenant, count));
    out.println("Tenants: " + tenants);
  }

  void printJson(PrintStream out) {
    JsonArray files = new JsonArray();
    for (SegmentReport segment : segments) {
      JsonObject file =
          new JsonObject()
              .put("file", segment.file())
              .put("bytes", segment.bytes())
              .put("setAside", segment.isSetAside())
              .put("sealed", segment.isSealed())
              .put("records", segment.records())
              .put("waiting", segment.waiting())
              .put("spans", segment.spans())
              .put("bodyBytes", segment.bodyBytes())
              .put("damaged", segment.damaged())
              .put("remark", segment.remark());
      segment.version().ifPresent(version -> file.put("version", version));
      segment.oldestMillis().ifPresent(millis -> file.put("oldestMillis", millis));
      segment.newestMillis().ifPresent(millis -> file.put("newestMillis", millis));
      files.add(file);
    }
    JsonObject all =
        new JsonObject()
            .put("sound", isSound())
            .put("bytes", sum(SegmentReport::bytes))
            .put("records", sum(SegmentReport::records))
            .put("waiting", sum(SegmentReport::waiting))
            .put("spans", sum(SegmentReport::spans))
            .put("damaged", sum(SegmentReport::damaged))
            .put("formats", object(formats()))
            .put("tenants", object(tenants()))
            .put("segments", files);
    oldest().ifPresent(at -> all.put("oldestMillis", at.toEpochMilli()));
    out.println(all.encodePrettily());
  }

  private Optional<Instant> oldest() {
    return segments.stream()
        .flatMap(segment -> segment.oldestMillis().stream())
        .min(Long::compare)
        .map(Instant::ofEpochMilli);
  }

  private long sum(ToLongFunction<SegmentReport> value) {
    return segments.stream().mapToLong(value).sum();
  }

  private Map<String, Long> formats() {
    Map<String, Long> formats = new TreeMap<>();
    for (SegmentReport segment : segments) {
      segment.formats().forEach((format, count) -> formats.merge(format.name(), count, Long::sum));
    }
    return formats;
  }

  private Map<String, Long> tenants() {
    Map<String, Long> tenants = new TreeMap<>();
    for (SegmentReport segment : segments) {
      segment.tenants().forEach((tenant, count) -> tenants.merge(tenant, count, Long::sum));
    }
    return tenants;
  }

  private static JsonObject object(Map<String, Long> counts) {
    JsonObject object = new JsonObject();
    counts.forEach(object::put);
    return object;
  }
}
