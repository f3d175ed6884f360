package io.spoor.app.selftrace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.app.traffic.Batch;
import io.spoor.app.traffic.GeneratedService;
import io.spoor.app.traffic.GeneratedSpan;
import io.spoor.app.traffic.Protocol;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Finished spans on their way out. Bounded: what does not fit is dropped and counted. */
final class OwnSpans {
  private static final int MAX_WAITING = 2048;
  private static final long PAUSE_MILLIS = 1_000;
  private static final int CONNECT_MILLIS = 2_000;
  private static final long ANSWER_SECONDS = 10;

  private final Vertx vertx;
  private final HttpClient client;
  private final URI endpoint;
  private final GeneratedService service;
  private final ArrayBlockingQueue<GeneratedSpan> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Counter sent;
  private final Counter dropped;
  private final Counter failed;
  private volatile boolean stopped;

  OwnSpans(Vertx vertx, URI endpoint, String service, MeterRegistry registry) {
    this.vertx = vertx;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS), new PoolOptions());
    this.endpoint = endpoint;
    this.service = new GeneratedService(service, List.of(), List.of());
    this.sent = counter(registry, "sent");
    this.dropped = counter(registry, "dropped");
    this.failed = counter(registry, "failed");
  }

  /** Sends what has gathered, a second after what was sent before. */
  void start() {
    vertx
        .timer(PAUSE_MILLIS)
        .eventually(this::send)
        .onComplete(
            done -> {
              if (!stopped) {
                start();
              }
            });
  }

  void add(GeneratedSpan span) {
    if (!waiting.offer(span)) {
      dropped.increment();
    }
  }

  /** Sends the rest, once. */
  Future<Void> stop() {
    stopped = true;
    return send().eventually(client::close);
  }

  private Future<Void> send() {
    List<GeneratedSpan> spans = new ArrayList<>();
    waiting.drainTo(spans);
    if (spans.isEmpty()) {
      return Future.succeededFuture();
    }
    byte[] body = Protocol.OTLP_HTTP.encoding().encode(new Batch(service, spans));
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(endpoint.toString())
                .putHeader("Content-Type", "application/x-protobuf"))
        .compose(request -> request.send(Buffer.buffer(body)))
        .compose(response -> response.body().map(read -> response.statusCode()))
        .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
        .otherwise(0)
        .map(
            status -> {
              // Nobody's acknowledged spans: who traces himself under overload loses his own first.
              (status == 200 ? sent : failed).increment(spans.size());
              return null;
            });
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("spoor.self.tracing.spans")
        .description("Spoor's spans of itself by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }
}
