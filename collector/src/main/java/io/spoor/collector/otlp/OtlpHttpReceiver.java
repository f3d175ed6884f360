package io.spoor.collector.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.collector.Transport;
import io.spoor.collector.receiver.Cors;
import io.spoor.collector.receiver.CorsOptions;
import io.spoor.collector.receiver.HttpBody;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.MediaType;
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
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.otlp.OtlpJson;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonStrings;
import io.spoor.proto.wire.WireWriter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Port 4318: POST /v1/traces with protobuf or JSON (contract: collector.md §5.2). JSON is written
 * as protobuf first, so that there is one check and one translation. Refusals carry a
 * google.rpc.Status in the request's own encoding, with the HTTP statuses that exporters retry on.
 *
 * <p>A request is taken or refused as a whole, so the partial success of an answer is always empty:
 * what could be wrong with a single span (an id of another length, a field of another type) makes
 * the whole message malformed, as it does for every OTLP receiver.
 */
public final class OtlpHttpReceiver extends ReceiverVerticle implements Reception {
  private static final String PATH = "/v1/traces";

  private enum Encoding {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    private final String mediaType;

    Encoding(String mediaType) {
      this.mediaType = mediaType;
    }

    /**
     * {@code ExportTraceServiceResponse} with an empty partial_success, as the reference sends it.
     */
    Buffer accepted() {
      return switch (this) {
        case PROTOBUF -> Buffer.buffer(new byte[] {0x0a, 0x00});
        case JSON -> Buffer.buffer("{\"partialSuccess\":{}}");
      };
    }
  }

  private final Intake intake;
  private final ReceiverMetrics metrics;
  private final Cors cors;
  private final Door door;

  public OtlpHttpReceiver(Intake intake, ReceiverMetrics metrics, CorsOptions cors, Door door) {
    this.cors = new Cors(cors);
    this.intake = intake;
    this.metrics = metrics;
    this.door = door;
  }

  @Override
  protected Future<HttpServer> listen() {
    return door.open(vertx, UnaryOperator.identity(), this);
  }

  /** A browser asks whether it may send before it shows anything. */
  @Override
  public Access access(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS) ? Access.OPEN : Access.TENANT;
  }

  @Override
  public void welcome(HttpServerRequest request) {
    if (cors.handle(request)) {
      return;
    }
    HttpServerResponse response = request.response();
    if (!request.path().equals(PATH)) {
      metrics.wrongRequest();
      text(response, 404, "404 page not found\n");
    } else if (!request.method().equals(HttpMethod.POST)) {
      metrics.wrongRequest();
      text(response, 405, "405 method not allowed, supported: [POST]");
    } else {
      encoding(request)
          .ifPresentOrElse(encoding -> export(request, encoding), () -> unsupported(response));
    }
  }

  @Override
  public void refuse(HttpServerRequest request, Refusal refusal) {
    metrics.notAdmitted(refusal);
    if (cors.handle(request)) {
      return;
    }
    HttpServerResponse response = request.response();
    refusal.challenge().ifPresent(value -> response.putHeader("WWW-Authenticate", value));
    // As receivers of the protocol map gRPC's codes (contract: collector.md §5.2).
    int status = refusal.kind() == Refusal.Kind.WRONG_TENANT ? 403 : refusal.kind().httpStatus();
    encoding(request)
        .ifPresentOrElse(
            encoding ->
                status(response, encoding, status, refusal.kind().grpcCode(), refusal.text()),
            () -> text(response, status, refusal.text()));
  }

  private void unsupported(HttpServerResponse response) {
    metrics.wrongRequest();
    text(
        response,
        415,
        "415 unsupported media type, supported: [application/json, application/x-protobuf]");
  }

  private void export(HttpServerRequest request, Encoding encoding) {
    HttpServerResponse response = request.response();
    Visitor visitor = Visitor.current();
    HttpBody body = HttpBody.read(request, intake, visitor.sender());
    body.whole()
        .compose(bytes -> protobuf(encoding, bytes))
        .compose(bytes -> accept(visitor, bytes))
        .onComplete(answer -> body.release())
        .onSuccess(
            spans -> {
              metrics.accepted(spans);
              response.putHeader("Content-Type", encoding.mediaType).end(encoding.accepted());
            })
        .onFailure(failure -> refuse(response, encoding, failure));
  }

  private Future<byte[]> protobuf(Encoding encoding, byte[] bytes) {
    return switch (encoding) {
      case PROTOBUF -> Future.succeededFuture(bytes);
      case JSON -> Offload.run(bytes.length, () -> ofJson(bytes));
    };
  }

  private byte[] ofJson(byte[] json) {
    try {
      return OtlpJson.toProtobuf(json, intake.limits().decode());
    } catch (DecodeException e) {
      throw new RefusedException(Reason.MALFORMED, e.getMessage());
    }
  }

  private Future<Integer> accept(Visitor visitor, byte[] bytes) {
    return intake.accept(visitor, SpanFormat.OTLP_PROTO, Transport.UNKNOWN, bytes);
  }

  private static Optional<Encoding> encoding(HttpServerRequest request) {
    if (MediaType.of(request) instanceof MediaType.Parsed type) {
      return Arrays.stream(Encoding.values())
          .filter(encoding -> encoding.mediaType.equals(type.essence()))
          .findFirst();
    }
    return Optional.empty();
  }

  private void refuse(HttpServerResponse response, Encoding encoding, Throwable failure) {
    if (response.closed()) {
      metrics.cancelled();
    } else if (failure instanceof RefusedException refused) {
      metrics.refused(refused.reason());
      switch (refused.reason()) {
        case MALFORMED, UNSUPPORTED_ENCODING ->
            status(response, encoding, 400, 3, refused.getMessage());
        case TOO_LARGE -> status(response, encoding, 413, 8, refused.getMessage());
        case OVERLOADED, BROKEN ->
            status(
                response.putHeader("Retry-After", "" + RefusedException.RETRY_AFTER_SECONDS),
                encoding,
                503,
                14,
                refused.getMessage());
      }
    } else {
      metrics.refused(Reason.BROKEN);
      status(response, encoding, 500, 2, String.valueOf(failure.getMessage()));
    }
  }

  /** Sends a {@code google.rpc.Status}. */
  private static void status(
      HttpServerResponse response, Encoding encoding, int httpStatus, int code, String text) {
    byte[] message = text.getBytes(UTF_8);
    WireWriter out = new WireWriter(message.length + 32);
    switch (encoding) {
      case PROTOBUF -> {
        out.writeByte(0x08);
        out.writeVarint(code);
        out.writeField(0x12, message, 0, message.length);
      }
      case JSON -> {
        byte[] start = ("{\"code\":" + code + ",\"message\":").getBytes(UTF_8);
        out.writeBytes(start, 0, start.length);
        JsonStrings.write(message, 0, message.length, out);
        out.writeByte('}');
      }
    }
    response
        .setStatusCode(httpStatus)
        .putHeader("Content-Type", encoding.mediaType)
        .end(Buffer.buffer(out.toByteArray()));
  }

  private static void text(HttpServerResponse response, int status, String text) {
    response.setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8").end(text);
  }
}
