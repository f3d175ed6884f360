package io.spoor.query.http;

import io.spoor.net.Access;
import io.spoor.net.Door;
import io.spoor.net.Reception;
import io.spoor.net.Refusal;
import io.spoor.net.Visitor;
import io.spoor.query.page.SearchPage;
import io.spoor.storage.SpanStorage;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Port 16686. Paths are matched as they were sent, still encoded, so that a service may hold a
 * slash (contract: query.md §1); what is no route of the API is the page.
 */
public final class QueryServer extends VerticleBase {
  private static final Pattern TRACE = Pattern.compile("/api/traces/([^/]+)");
  private static final Pattern OPERATIONS = Pattern.compile("/api/services/([^/]+)/operations");

  /** Room for a search by a thousand trace ids; what is longer is a 414. */
  private static final int MAX_REQUEST_LINE_BYTES = 64 << 10;

  private static final long SHUTDOWN_SECONDS = 5;

  private final SpanStorage store;
  private final boolean asksAsCallers;
  private final Door door;
  private final WorkerExecutor rendering;
  private final RequestObserver observer;
  private final InstantSource clock;
  // Event loop only
  private Future<HttpServer> listening;

  /**
   * @param asksAsCallers whether the store is asked with the token of whoever asks
   * @param rendering runs what turns traces into JSON
   * @param observer is told of every request
   */
  public QueryServer(
      SpanStorage store,
      boolean asksAsCallers,
      Door door,
      WorkerExecutor rendering,
      RequestObserver observer,
      InstantSource clock) {
    this.store = store;
    this.asksAsCallers = asksAsCallers;
    this.door = door;
    this.rendering = rendering;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    TraceRoutes traces = new TraceRoutes(rendering, clock);
    ServiceRoutes services = new ServiceRoutes();
    DependencyRoutes links = new DependencyRoutes(clock);
    if (observer != RequestObserver.NONE) {
      router.route().handler(this::observe);
    }
    router.route().handler(context -> dispatch(context, traces, services, links));
    listening =
        door.open(
            vertx,
            options -> options.setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES),
            new Desk(router));
    return listening;
  }

  @Override
  public Future<?> stop() {
    return listening.compose(server -> server.shutdown(SHUTDOWN_SECONDS, TimeUnit.SECONDS));
  }

  private void observe(RoutingContext context) {
    IntConsumer answered = observer.begin(context.request());
    context.addEndHandler(done -> answered.accept(context.response().getStatusCode()));
    context.next();
  }

  private void dispatch(
      RoutingContext context,
      TraceRoutes traces,
      ServiceRoutes services,
      DependencyRoutes dependencies) {
    String path = context.request().path();
    switch (path) {
      case "/api/traces" -> get(context, traces::search);
      case "/api/services" -> get(context, services::services);
      case "/api/dependencies" -> get(context, dependencies::list);
      case "/api/operations" -> get(context, services::operations);
      default -> {
        Matcher trace = TRACE.matcher(path);
        Matcher operations = OPERATIONS.matcher(path);
        if (trace.matches()) {
          get(context, answer -> traces.get(answer, trace.group(1)));
        } else if (operations.matches()) {
          get(
              context,
              answer -> services.operationNames(answer, UrlText.decode(operations.group(1))));
        } else {
          SearchPage.send(context.response());
        }
      }
    }
  }

  private void get(RoutingContext context, Route route) {
    if (!context.request().method().equals(HttpMethod.GET)) {
      context.response().setStatusCode(405).end();
      return;
    }
    Caller caller = caller(context.request());
    Answer answer = new Answer(context.request(), Parameters.NONE, caller);
    try {
      String query = context.request().query();
      answer = new Answer(context.request(), Parameters.parse(query == null ? "" : query), caller);
      route.answer(answer);
    } catch (RuntimeException e) {
      answer.failure(e);
    }
  }

  private Caller caller(HttpServerRequest request) {
    SpanStorage seen =
        asksAsCallers ? CallersToken.of(request.headers()).map(store::as).orElse(store) : store;
    return new Caller(Visitor.current().tenant(), seen);
  }

  /** The page is nobody's own, what it asks for is a tenant's (contract: query.md §12). */
  private record Desk(Router router) implements Reception {
    @Override
    public Access access(HttpServerRequest request) {
      return request.path().startsWith("/api/") ? Access.TENANT : Access.CREDENTIALS;
    }

    @Override
    public void welcome(HttpServerRequest request) {
      router.handle(request);
    }

    @Override
    public void refuse(HttpServerRequest request, Refusal refusal) {
      HttpServerResponse response = request.response();
      refusal.challenge().ifPresent(value -> response.putHeader("WWW-Authenticate", value));
      response
          .setStatusCode(refusal.kind().httpStatus())
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .putHeader("X-Content-Type-Options", "nosniff")
          .end(refusal.text() + "\n");
    }
  }

  /** One row of the contract's table of routes. */
  private interface Route {

    /** Sends the answer, now or later. What it throws is sent as a failure. */
    void answer(Answer answer);
  }
}
