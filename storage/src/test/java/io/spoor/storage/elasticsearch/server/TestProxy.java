package io.spoor.storage.elasticsearch.server;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Stands before a server: adds what the test distribution lacks ({@code GET /}, ILM policies),
 * records what comes, and misbehaves as it is told. Any thread.
 */
public final class TestProxy implements AutoCloseable {
  private static final int MAX_LINE = 64 << 10;
  private static final int CONNECTIONS = 64;

  /** Belong to one connection, or are set by the HTTP client itself. */
  private static final List<CharSequence> NOT_PASSED =
      List.of(
          HttpHeaders.CONNECTION,
          HttpHeaders.CONTENT_LENGTH,
          HttpHeaders.HOST,
          HttpHeaders.TRANSFER_ENCODING);

  private record Backend(int status, MultiMap headers, Buffer body) {}

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final URI upstream;
  private final HttpClient client;
  private final Disguise disguise;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final int port;
  private volatile Optional<HttpServer> server = Optional.empty();

  private TestProxy(URI upstream, Disguise disguise, int port) {
    this.upstream = upstream;
    this.disguise = disguise;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setMaxInitialLineLength(MAX_LINE),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    up(port);
    this.port = server.orElseThrow().actualPort();
  }

  /** Before a server as it is. */
  public static TestProxy before(TestServer server) {
    return before(server, Disguise.as(server.version()));
  }

  /** Before a server that is to be taken for another. */
  public static TestProxy before(TestServer server, Disguise disguise) {
    return before(server.uri(), disguise, 0);
  }

  /**
   * @param port 0 for a free one
   */
  static TestProxy before(URI upstream, Disguise disguise, int port) {
    return new TestProxy(upstream, disguise, port);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** All since the start or {@link #forget()}, in the order of their coming. */
  public List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  public List<RecordedRequest> requests(Predicate<RecordedRequest> which) {
    return requests.stream().filter(which).toList();
  }

  public void forget() {
    requests.clear();
  }

  /** From now on, and before all earlier rules. */
  public void when(Predicate<RecordedRequest> which, Behaviour behaviour) {
    times(Long.MAX_VALUE, which, behaviour);
  }

  /** For the next so many of such requests. */
  public void times(long times, Predicate<RecordedRequest> which, Behaviour behaviour) {
    rules.add(0, new Rule(which, behaviour, times));
  }

  /** No rules any more. */
  public void behave() {
    rules.clear();
  }

  /** Closes all connections and refuses new ones until {@link #up()}. */
  public void down() {
    server.ifPresent(running -> await(running.close()));
    server = Optional.empty();
  }

  /** On the same port as before. */
  public void up() {
    if (server.isEmpty()) {
      up(port);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private void up(int onPort) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(onPort)
            .setMaxInitialLineLength(MAX_LINE)
            .setMaxHeaderSize(MAX_LINE);
    server =
        Optional.of(await(vertx.createHttpServer(options).requestHandler(this::handle).listen()));
  }

  private void handle(HttpServerRequest request) {
    request
        .body()
        .compose(
            body -> {
              RecordedRequest recorded =
                  new RecordedRequest(
                      request.method().name(),
                      request.path(),
                      request.query() == null ? "" : request.query(),
                      request.headers(),
                      body);
              requests.add(recorded);
              return act(choose(recorded), recorded, request);
            })
        .onFailure(failure -> request.connection().close()); // as the server's own end would look
  }

  private Behaviour choose(RecordedRequest request) {
    for (Rule rule : rules) {
      if (rule.takes(request)) {
        return rule.behaviour();
      }
    }
    return disguise.answer(request).orElseGet(Behaviour.Pass::new);
  }

  private Future<Void> act(
      Behaviour behaviour, RecordedRequest recorded, HttpServerRequest request) {
    if (behaviour instanceof Behaviour.Answer answer) {
      MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(answer.headers());
      return respond(request, new Backend(answer.status(), headers, answer.body()));
    } else if (behaviour instanceof Behaviour.Delayed delayed) {
      return vertx
          .timer(delayed.delay().toMillis(), TimeUnit.MILLISECONDS)
          .compose(waited -> act(delayed.then(), recorded, request));
    } else if (behaviour instanceof Behaviour.Cut) {
      return request.connection().close();
    } else if (behaviour instanceof Behaviour.CutAnswer) {
      return pass(recorded, Map.of()).compose(done -> request.connection().close());
    } else if (behaviour instanceof Behaviour.HalfAnswer) {
      return pass(recorded, Map.of()).compose(backend -> respondHalf(request, backend));
    } else if (behaviour instanceof Behaviour.PassWith with) {
      return pass(recorded, with.headers()).compose(backend -> respond(request, backend));
    }
    return pass(recorded, Map.of()).compose(backend -> respond(request, backend));
  }

  private Future<Backend> pass(RecordedRequest recorded, Map<String, String> replaced) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(recorded.method()))
            .setHost(upstream.getHost())
            .setPort(upstream.getPort())
            .setURI(recorded.path() + (recorded.query().isEmpty() ? "" : "?" + recorded.query()));
    return client
        .request(options)
        .compose(
            sent -> {
              passed(recorded.headers()).forEach(sent::putHeader);
              replaced.forEach(sent::putHeader);
              return sent.send(recorded.body());
            })
        .compose(TestProxy::backend);
  }

  private static Future<Backend> backend(HttpClientResponse response) {
    return response
        .body()
        .map(body -> new Backend(response.statusCode(), passed(response.headers()), body));
  }

  private static MultiMap passed(MultiMap headers) {
    MultiMap copy = MultiMap.caseInsensitiveMultiMap().addAll(headers);
    NOT_PASSED.forEach(copy::remove);
    return copy;
  }

  private Future<Void> respond(HttpServerRequest request, Backend backend) {
    request.response().setStatusCode(backend.status());
    request.response().headers().addAll(disguise.headers(backend.headers()));
    return request.response().end(backend.body());
  }

  private Future<Void> respondHalf(HttpServerRequest request, Backend backend) {
    request.response().setStatusCode(backend.status());
    request.response().headers().addAll(disguise.headers(backend.headers()));
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(backend.body().length()));
    return request
        .response()
        .write(backend.body().slice(0, backend.body().length() / 2))
        .compose(written -> request.connection().close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
