package io.spoor.app.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spoor.app.Version;
import io.spoor.net.Access;
import io.spoor.net.Door;
import io.spoor.net.Reception;
import io.spoor.net.Refusal;
import io.spoor.proto.text.GoDuration;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Port 14269. Every path that is not another route is health, whatever the method. */
public final class AdminServer extends VerticleBase implements Reception {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String NEVER = "0001-01-01T00:00:00Z";

  /** Probes wait for a second; a store that hangs must not make them fail. */
  private static final long STORAGE_PATIENCE_MILLIS = 500;

  private final Door door;
  private final Health health;
  private final Optional<PrometheusMeterRegistry> metrics;
  private final String metricsRoute;
  private final Version version;

  /**
   * One instance is enough.
   *
   * @param metrics empty for {@code --metrics-backend=none}
   */
  public AdminServer(
      Door door,
      Health health,
      Optional<PrometheusMeterRegistry> metrics,
      String metricsRoute,
      Version version) {
    this.door = door;
    this.health = health;
    this.metrics = metrics;
    this.metricsRoute = metricsRoute;
    this.version = version;
  }

  @Override
  public Future<?> start() {
    return door.open(vertx, UnaryOperator.identity(), this);
  }

  /** Probes have nothing to show. */
  @Override
  public Access access(HttpServerRequest request) {
    return Access.OPEN;
  }

  @Override
  public void refuse(HttpServerRequest request, Refusal refusal) {
    request.response().setStatusCode(refusal.kind().httpStatus()).end();
  }

  @Override
  public void welcome(HttpServerRequest request) {
    String path = request.path();
    if (metrics.isPresent() && path.equals(metricsRoute)) {
      metrics(request.response(), metrics.get());
    } else if (path.equals("/version")) {
      json(request.response(), 200, this::version);
    } else if (path.equals("/storage")) {
      storage(request.response());
    } else {
      health(request.response());
    }
  }

  /** Rendering takes milliseconds: off the event loop. */
  private void metrics(HttpServerResponse response, PrometheusMeterRegistry registry) {
    vertx
        .executeBlocking(() -> registry.scrape(METRICS_TYPE))
        .onSuccess(text -> response.putHeader("Content-Type", METRICS_TYPE).end(text))
        .onFailure(failure -> response.setStatusCode(500).end(failure + "\n"));
  }

  private void health(HttpServerResponse response) {
    Optional<Instant> upSince = health.upSince();
    Optional<String> obstacle = health.obstacle();
    boolean available = upSince.isPresent() && obstacle.isEmpty();
    Future<String> storage =
        available
            ? health
                .storage()
                .timeout(STORAGE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .map("ok")
                .otherwise(AdminServer::reason)
            : Future.succeededFuture("");
    storage.onSuccess(
        state ->
            json(
                response,
                available ? 200 : 503,
                json -> {
                  json.writeStringField(
                      "status", available ? "Server available" : "Server not available");
                  json.writeStringField("upSince", available ? format(upSince.get()) : NEVER);
                  json.writeStringField(
                      "uptime",
                      available
                          ? GoDuration.format(Duration.between(upSince.get(), health.now()))
                          : "");
                  if (!state.isEmpty()) {
                    json.writeStringField("storage", state);
                  }
                  if (obstacle.isPresent()) {
                    json.writeStringField("reason", obstacle.get());
                  }
                }));
  }

  private void storage(HttpServerResponse response) {
    health
        .storage()
        .onSuccess(ok -> json(response, 200, json -> json.writeStringField("storage", "ok")))
        .onFailure(
            failure ->
                json(response, 503, json -> json.writeStringField("storage", reason(failure))));
  }

  private void version(JsonGenerator json) throws IOException {
    json.writeStringField("gitCommit", version.commit());
    json.writeStringField("gitVersion", Version.JAEGER);
    json.writeStringField("buildDate", version.buildDate());
    json.writeStringField("spoorVersion", version.number());
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static String format(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(ZoneId.systemDefault()));
  }

  private static void json(HttpServerResponse response, int status, Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(text.toString()));
  }

  private interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
