package io.spoor.collector.jaeger;

import io.spoor.collector.Transport;
import io.spoor.collector.receiver.HttpBody;
import io.spoor.collector.receiver.HttpRequestDurations;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.MediaType;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.receiver.ReceiverVerticle;
import io.spoor.collector.receiver.RefusedException;
import io.spoor.collector.receiver.RefusedException.Reason;
import io.spoor.collector.sampling.SamplingRoutes;
import io.spoor.net.Access;
import io.spoor.net.Door;
import io.spoor.net.Reception;
import io.spoor.net.Refusal;
import io.spoor.net.Visitor;
import io.spoor.proto.codec.SpanFormat;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Port 14268: a binary Thrift batch as the body of POST /api/traces, and sampling strategies for
 * who asks (contract: collector.md §3).
 */
public final class ThriftHttpReceiver extends ReceiverVerticle implements Reception {
  private static final String TRACES = "/api/traces";
  private static final String SAMPLING = "/api/sampling";
  private static final String BAGGAGE = "/api/baggageRestrictions";

  /** What this port serves. */
  public static final Set<String> PATHS = Set.of(TRACES, SAMPLING, BAGGAGE);

  private final Intake intake;
  private final SamplingRoutes sampling;
  private final ReceiverMetrics metrics;
  private final HttpRequestDurations durations;
  private final Door door;

  public ThriftHttpReceiver(
      Intake intake,
      SamplingRoutes sampling,
      ReceiverMetrics metrics,
      HttpRequestDurations durations,
      Door door) {
    this.intake = intake;
    this.sampling = sampling;
    this.metrics = metrics;
    this.durations = durations;
    this.door = door;
  }

  @Override
  protected Future<HttpServer> listen() {
    return door.open(vertx, UnaryOperator.identity(), this);
  }

  @Override
  public void welcome(HttpServerRequest request) {
    long start = System.nanoTime();
    request
        .response()
        .endHandler(
            ended ->
                durations.record(
                    request.method().name(),
                    request.path(),
                    request.response().getStatusCode(),
                    System.nanoTime() - start));
    if (!PATHS.contains(request.path())) {
      metrics.wrongRequest();
      text(request.response(), 404, "404 page not found");
      return;
    }
    HttpMethod method = request.path().equals(TRACES) ? HttpMethod.POST : HttpMethod.GET;
    if (!request.method().equals(method)) {
      metrics.wrongRequest();
      request.response().setStatusCode(405).end();
      return;
    }
    switch (request.path()) {
      case SAMPLING -> sampling.sampling(request);
      case BAGGAGE -> sampling.baggage(request, "baggage restrictions");
      default -> traces(request);
    }
  }

  /** Strategies are nobody's own: asking for them takes no tenant. */
  @Override
  public Access access(HttpServerRequest request) {
    return request.path().equals(TRACES) ? Access.TENANT : Access.CREDENTIALS;
  }

  @Override
  public void refuse(HttpServerRequest request, Refusal refusal) {
    metrics.notAdmitted(refusal);
    HttpServerResponse response = request.response();
    refusal.challenge().ifPresent(value -> response.putHeader("WWW-Authenticate", value));
    text(response, refusal.kind().httpStatus(), refusal.text());
  }

  private void traces(HttpServerRequest request) {
    Visitor visitor = Visitor.current();
    HttpBody body = HttpBody.read(request, intake, visitor.sender());
    body.whole()
        .compose(bytes -> accept(request, visitor, bytes))
        .onComplete(answer -> body.release())
        .onSuccess(
            spans -> {
              metrics.accepted(spans);
              request.response().setStatusCode(202).end();
            })
        .onFailure(failure -> refuse(request.response(), failure));
  }

  private Future<Integer> accept(HttpServerRequest request, Visitor visitor, byte[] bytes) {
    MediaType type = MediaType.of(request);
    if (type instanceof MediaType.Malformed malformed) {
      throw new WrongType("Cannot parse content type: " + malformed.reason());
    }
    String essence = ((MediaType.Parsed) type).essence();
    if (!essence.equals("application/x-thrift")
        && !essence.equals("application/vnd.apache.thrift.binary")) {
      throw new WrongType("Unsupported content type: " + escapeHtml(essence));
    }
    return intake.accept(visitor, SpanFormat.JAEGER_THRIFT_BINARY, Transport.HTTP, bytes);
  }

  private void refuse(HttpServerResponse response, Throwable failure) {
    if (response.closed()) {
      metrics.cancelled();
    } else if (failure instanceof WrongType wrong) {
      metrics.wrongRequest();
      text(response, 400, wrong.getMessage());
    } else if (failure instanceof RefusedException refused) {
      metrics.refused(refused.reason());
      String why = "Unable to process request body: " + refused.getMessage();
      switch (refused.reason()) {
        case MALFORMED, UNSUPPORTED_ENCODING -> text(response, 400, why);
        case TOO_LARGE -> text(response, 413, why);
        case OVERLOADED, BROKEN ->
            text(
                response.putHeader("Retry-After", "" + RefusedException.RETRY_AFTER_SECONDS),
                503,
                "Cannot submit Jaeger batch: " + refused.getMessage());
      }
    } else {
      metrics.refused(Reason.BROKEN);
      text(response, 500, "Cannot submit Jaeger batch: " + failure.getMessage());
    }
  }

  private static void text(HttpServerResponse response, int status, String line) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(line + "\n");
  }

  private static String escapeHtml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&#34;")
        .replace("'", "&#39;");
  }

  /** A content type this port does not take. */
  private static final class WrongType extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongType(String message) {
      super(message, null, false, false);
    }
  }
}
