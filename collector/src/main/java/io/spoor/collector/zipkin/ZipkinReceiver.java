package io.spoor.collector.zipkin;

import io.spoor.collector.Transport;
import io.spoor.collector.receiver.Cors;
import io.spoor.collector.receiver.CorsOptions;
import io.spoor.collector.receiver.HttpBody;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.Offload;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.receiver.ReceiverVerticle;
import io.spoor.collector.receiver.RefusedException;
import io.spoor.collector.receiver.RefusedException.Reason;
import io.spoor.net.Access;
import io.spoor.net.Door;
import io.spoor.net.Reception;
import io.spoor.net.Refusal;
import io.spoor.net.Visitor;
import io.spoor.proto.model.ProcessTags;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.zipkin.ZipkinDecoder;
import io.spoor.proto.zipkin.ZipkinEncoding;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;

/**
 * Port 9411: POST of spans to the paths of version 1 and 2 (contract: zipkin.md §18, A1 to A7).
 * Success is 202 and nothing else, when the spans are on stable storage; one bad span refuses the
 * whole request. What is too large gets 400, not 413, which would make zipkin-js send it again.
 */
public final class ZipkinReceiver extends ReceiverVerticle implements Reception {
  private static final String V1 = "/api/v1/spans";
  private static final String V2 = "/api/v2/spans";
  private static final String THRIFT = "application/x-thrift";
  private static final String PROTOBUF = "application/x-protobuf";

  private final Intake intake;
  private final ReceiverMetrics metrics;
  private final Cors cors;
  private final Door door;

  public ZipkinReceiver(Intake intake, ReceiverMetrics metrics, CorsOptions cors, Door door) {
    this.intake = intake;
    this.metrics = metrics;
    this.cors = new Cors(cors);
    this.door = door;
  }

  @Override
  protected Future<HttpServer> listen() {
    // Clients with large bodies ask before they send them.
    return door.open(vertx, options -> options.setHandle100ContinueAutomatically(true), this);
  }

  @Override
  public void welcome(HttpServerRequest request) {
    if (cors.handle(request)) {
      return;
    }
    HttpServerResponse response = request.response();
    String path = request.path();
    boolean isV1 = isPath(path, V1);
    if (!isV1 && !isPath(path, V2)) {
      metrics.wrongRequest();
      text(response, 404, "404 page not found");
    } else if (!request.method().equals(HttpMethod.POST)) {
      metrics.wrongRequest();
      text(response.putHeader("Allow", "POST"), 405, "405 method not allowed");
    } else {
      ZipkinEncoding encoding = encoding(isV1, request.getHeader("content-type"));
      Visitor visitor = Visitor.current();
      HttpBody body = HttpBody.read(request, intake, visitor.sender());
      body.whole()
          .compose(bytes -> Offload.run(bytes.length, () -> decode(encoding, bytes)))
          .compose(spans -> intake.acceptDecoded(visitor, Transport.UNKNOWN, spans))
          .onComplete(answer -> body.release())
          .onSuccess(
              spans -> {
                metrics.accepted(spans);
                response.setStatusCode(202).end();
              })
          .onFailure(failure -> refuse(response, failure));
    }
  }

  /** A browser asks whether it may send before it shows anything. */
  @Override
  public Access access(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS) ? Access.OPEN : Access.TENANT;
  }

  @Override
  public void refuse(HttpServerRequest request, Refusal refusal) {
    metrics.notAdmitted(refusal);
    if (cors.handle(request)) {
      return;
    }
    HttpServerResponse response = request.response();
    refusal.challenge().ifPresent(value -> response.putHeader("WWW-Authenticate", value));
    text(response, refusal.kind().httpStatus(), refusal.text());
  }

  private static boolean isPath(String path, String route) {
    return path.startsWith(route)
        && (path.length() == route.length() || path.substring(route.length()).equals("/"));
  }

  /** The path says the version; a type that is not the binary one of that version is JSON. */
  private static ZipkinEncoding encoding(boolean isV1, String contentType) {
    String type = contentType == null ? "" : contentType;
    int semicolon = type.indexOf(';');
    String essence =
        (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
    if (isV1) {
      return essence.equals(THRIFT) ? ZipkinEncoding.THRIFT : ZipkinEncoding.JSON_V1;
    }
    return essence.equals(PROTOBUF) ? ZipkinEncoding.PROTO3 : ZipkinEncoding.JSON_V2;
  }

  private SpanBatch decode(ZipkinEncoding encoding, byte[] bytes) {
    SpanBatchBuilder spans =
        new SpanBatchBuilder(ProcessTags.NONE, bytes.length + bytes.length / 8 + 256);
    try {
      ZipkinDecoder.decode(encoding, bytes, intake.limits().decode(), intake.millis(), spans);
    } catch (DecodeException e) {
      throw new RefusedException(Reason.MALFORMED, e.getMessage());
    }
    return spans.build();
  }

  private void refuse(HttpServerResponse response, Throwable failure) {
    if (response.closed()) {
      metrics.cancelled();
    } else if (failure instanceof RefusedException refused) {
      metrics.refused(refused.reason());
      switch (refused.reason()) {
        case MALFORMED, UNSUPPORTED_ENCODING, TOO_LARGE ->
            text(response, 400, refused.getMessage());
        case OVERLOADED, BROKEN ->
            text(
                response.putHeader("Retry-After", "" + RefusedException.RETRY_AFTER_SECONDS),
                503,
                refused.getMessage());
      }
    } else {
      metrics.refused(Reason.BROKEN);
      text(response, 500, String.valueOf(failure.getMessage()));
    }
  }

  private static void text(HttpServerResponse response, int status, String line) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(line + "\n");
  }
}
