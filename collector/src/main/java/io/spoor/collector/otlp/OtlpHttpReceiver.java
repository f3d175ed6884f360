package io.spoor.collector.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.collector.Transport;
import io.spoor.collector.receiver.HttpBody;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.MediaType;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.receiver.ReceiverVerticle;
import io.spoor.collector.receiver.RefusedException;
import io.spoor.collector.receiver.RefusedException.Reason;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Port 4318: POST /v1/traces with protobuf (contract: collector.md §5.2). Refusals carry a
 * google.rpc.Status in the request's own encoding, with the HTTP statuses that exporters retry on.
 */
public final class OtlpHttpReceiver extends ReceiverVerticle {
  private static final String PATH = "/v1/traces";
  private static final String PROTOBUF = "application/x-protobuf";

  /**
   * {@code ExportTraceServiceResponse} with an empty partial_success, as the reference sends it.
   */
  private static final byte[] ACCEPTED = {0x0a, 0x00};

  private final Intake intake;
  private final ReceiverMetrics metrics;
  private final HttpServerOptions listen;

  public OtlpHttpReceiver(Intake intake, ReceiverMetrics metrics, HttpServerOptions listen) {
    this.intake = intake;
    this.metrics = metrics;
    this.listen = listen;
  }

  @Override
  protected Future<HttpServer> listen() {
    return vertx.createHttpServer(listen).requestHandler(this::handle).listen();
  }

  private void handle(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (!request.path().equals(PATH)) {
      metrics.wrongRequest();
      text(response, 404, "404 page not found\n");
    } else if (!request.method().equals(HttpMethod.POST)) {
      metrics.wrongRequest();
      text(response, 405, "405 method not allowed, supported: [POST]");
    } else if (!isProtobuf(request)) {
      metrics.wrongRequest();
      text(response, 415, "415 unsupported media type, supported: [application/x-protobuf]");
    } else {
      HttpBody body = HttpBody.read(request, intake);
      body.whole()
          .compose(this::accept)
          .onComplete(answer -> body.release())
          .onSuccess(
              spans -> {
                metrics.accepted(spans);
                response.putHeader("Content-Type", PROTOBUF).end(Buffer.buffer(ACCEPTED));
              })
          .onFailure(failure -> refuse(response, failure));
    }
  }

  private Future<Integer> accept(byte[] bytes) {
    return intake.accept(Tenant.DEFAULT, SpanFormat.OTLP_PROTO, Transport.UNKNOWN, bytes);
  }

  private static boolean isProtobuf(HttpServerRequest request) {
    return MediaType.of(request) instanceof MediaType.Parsed type
        && type.essence().equals(PROTOBUF);
  }

  private void refuse(HttpServerResponse response, Throwable failure) {
    if (response.closed()) {
      metrics.cancelled();
    } else if (failure instanceof RefusedException refused) {
      metrics.refused(refused.reason());
      switch (refused.reason()) {
        case MALFORMED, UNSUPPORTED_ENCODING -> status(response, 400, 3, refused.getMessage());
        case TOO_LARGE -> status(response, 413, 8, refused.getMessage());
        case OVERLOADED, BROKEN ->
            status(
                response.putHeader("Retry-After", "" + RefusedException.RETRY_AFTER_SECONDS),
                503,
                14,
                refused.getMessage());
      }
    } else {
      metrics.refused(Reason.BROKEN);
      status(response, 500, 2, String.valueOf(failure.getMessage()));
    }
  }

  /** Sends a {@code google.rpc.Status}. */
  private static void status(HttpServerResponse response, int httpStatus, int code, String text) {
    byte[] message = text.getBytes(UTF_8);
    WireWriter out = new WireWriter(message.length + 16);
    out.writeByte(0x08);
    out.writeVarint(code);
    out.writeField(0x12, message, 0, message.length);
    response
        .setStatusCode(httpStatus)
        .putHeader("Content-Type", PROTOBUF)
        .end(Buffer.buffer(out.toByteArray()));
  }

  private static void text(HttpServerResponse response, int status, String text) {
    response.setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8").end(text);
  }
}
