package io.spoor.bench.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a span costs an Elasticsearch that is running, form by form, in turns within one run: CPU of
 * its process with merges, CPU of Spoor's, and bytes. The server is somebody else's to start; its
 * process must be on this machine.
 */
public final class ClusterCost {
  private static final String HELP =
      """
      Usage: bench/elasticsearch --pid=N [--name=value ...]
        --pid=N           process of the Elasticsearch server
        --url=URL         (http://127.0.0.1:9200); indices spoorbench-* on it are deleted
        --forms=LIST      values of --es.span-format (classic,jaeger,lean)
        --count=N         spans of one run (50000)
        --warm-ups=N      runs of each form before any is measured (2)
        --repetitions=N   measured runs of each form, in turns (5)
        --rate=N          spans a second (8000)
      """;
  private static final Pattern SIZE = Pattern.compile("\"size_in_bytes\":(\\d+)");
  private static final Pattern DOCS = Pattern.compile("\"num_docs\":(\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private final Load load;
  private final CpuTimes elasticsearch;

  private ClusterCost(Path home, URI url, long pid) {
    this.url = url;
    this.load = new Load(home);
    this.elasticsearch = new CpuTimes(pid);
  }

  /** One form's server and what it has cost. */
  private static final class Subject {
    final String form;
    final Server server;
    final CpuTimes cpu;
    final List<Double> clusterMicros = new ArrayList<>();
    final List<Double> ownMicros = new ArrayList<>();
    long spans;

    Subject(String form, Server server) {
      this.form = form;
      this.server = server;
      this.cpu = new CpuTimes(server.pid());
    }

    String prefix() {
      return "spoorbench-" + form;
    }
  }

  public static void main(String... arguments) throws Exception {
    Map<String, String> given = new LinkedHashMap<>();
    for (String argument : arguments) {
      if (argument.startsWith("--") && argument.contains("=")) {
        given.put(argument.substring(2).replaceFirst("=.*", ""), argument.replaceFirst(".*?=", ""));
      }
    }
    if (!given.containsKey("pid")) {
      System.out.print(HELP);
      return;
    }
    Path home = Path.of(arguments[0]).toAbsolutePath();
    new ClusterCost(
            home,
            URI.create(given.getOrDefault("url", "http://127.0.0.1:9200")),
            Long.parseLong(given.get("pid")))
        .run(home, given);
  }

  private void run(Path home, Map<String, String> given) throws Exception {
    int count = number(given, "count", 50_000);
    int warmUps = number(given, "warm-ups", 2);
    int repetitions = number(given, "repetitions", 5);
    int rate = number(given, "rate", 8_000);
    Map<String, Subject> subjects = new TreeMap<>();
    try {
      for (String form : given.getOrDefault("forms", "classic,jaeger,lean").split(",", 0)) {
        delete("spoorbench-" + form);
        subjects.put(form, new Subject(form, start(home, form)));
      }
      for (int round = 0; round < warmUps + repetitions; round++) {
        for (Subject subject : subjects.values()) {
          measure(subject, count, rate, round >= warmUps);
        }
      }
      System.out.printf(
          "%-10s %12s %12s %12s %12s %8s%n",
          "form", "ES us/span", "+merge", "own us/span", "bytes/span", "docs");
      for (Subject subject : subjects.values()) {
        report(subject);
      }
    } finally {
      for (Subject subject : subjects.values()) {
        subject.server.close();
        delete(subject.prefix());
      }
    }
  }

  private Server start(Path home, String form) throws Exception {
    return Server.start(
        home,
        "elasticsearch",
        Map.of(
            "ES_SERVER_URLS",
            url.toString(),
            "ES_INDEX_PREFIX",
            "spoorbench-" + form,
            "ES_NUM_REPLICAS",
            "0",
            "ES_SPAN_FORMAT",
            form));
  }

  private void measure(Subject subject, int count, int rate, boolean counts) throws Exception {
    long before = subject.server.acceptedSpans();
    double cluster = elasticsearch.read().total();
    double own = subject.cpu.read().total();
    Path acked = Files.createTempFile("spoor-bench-", ".acked");
    load.send(subject.server, "otlp-grpc", count, rate, acked);
    Files.delete(acked);
    subject.server.awaitDrained();
    send("POST", "/" + subject.prefix() + "-*/_refresh");
    long spans = subject.server.acceptedSpans() - before;
    subject.spans += spans;
    if (counts) {
      subject.clusterMicros.add((elasticsearch.read().total() - cluster) / spans);
      subject.ownMicros.add((subject.cpu.read().total() - own) / spans);
    }
  }

  private void report(Subject subject) throws Exception {
    double before = elasticsearch.read().total();
    send("POST", "/" + subject.prefix() + "-*/_forcemerge?max_num_segments=1");
    send("POST", "/" + subject.prefix() + "-*/_flush");
    double merge = (elasticsearch.read().total() - before) / subject.spans;
    String segments = send("GET", "/" + subject.prefix() + "-*/_segments");
    System.out.printf(
        "%-10s %7.1f ±%3.1f %12.1f %7.1f ±%3.1f %12.0f %8.2f%n",
        subject.form,
        Medians.median(subject.clusterMicros),
        Medians.spread(subject.clusterMicros),
        Medians.median(subject.clusterMicros) + merge,
        Medians.median(subject.ownMicros),
        Medians.spread(subject.ownMicros),
        sum(SIZE, segments) / subject.spans,
        sum(DOCS, segments) / subject.spans);
  }

  private static double sum(Pattern pattern, String text) {
    double sum = 0;
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      sum += Double.parseDouble(matcher.group(1));
    }
    return sum;
  }

  /** Index by index: servers refuse to delete patterns. */
  private void delete(String prefix) throws Exception {
    for (String index : send("GET", "/_cat/indices/" + prefix + "-*?h=index").split("\\s+", 0)) {
      if (!index.isEmpty()) {
        send("DELETE", "/" + index);
      }
    }
  }

  private String send(String method, String path) throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(url.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + response.body());
    }
    return response.body();
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    return Integer.parseInt(given.getOrDefault(name, String.valueOf(otherwise)));
  }
}
