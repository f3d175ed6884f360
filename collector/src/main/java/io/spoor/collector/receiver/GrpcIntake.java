package io.spoor.collector.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.collector.Transport;
import io.spoor.collector.receiver.RefusedException.Reason;
import io.spoor.net.Sender;
import io.spoor.net.Visitor;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.wire.WireWriter;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.InvalidMessageException;
import io.vertx.grpc.common.MessageSizeOverflowException;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.Base64;

/**
 * Answers a unary gRPC method whose request is a message of spans. The message stays bytes: it is
 * inflated within bounds, checked and journaled, and the empty response goes out when it is on
 * stable storage. Event loop of the call.
 */
public final class GrpcIntake implements Handler<GrpcServerRequest<Buffer, Buffer>> {
  private static final byte[] RETRY_INFO_TYPE =
      "type.googleapis.com/google.rpc.RetryInfo".getBytes(US_ASCII);

  private final Intake intake;
  private final ReceiverMetrics metrics;
  private final SpanFormat format;
  private final Transport transport;
  private final ReceiverLimits limits;

  public GrpcIntake(
      Intake intake,
      ReceiverMetrics metrics,
      SpanFormat format,
      Transport transport,
      int maxMessageBytes) {
    this.intake = intake;
    this.metrics = metrics;
    this.format = format;
    this.transport = transport;
    ReceiverLimits all = intake.limits();
    this.limits =
        new ReceiverLimits(
            maxMessageBytes, all.maxInflationRatio(), all.maxInFlightBytes(), all.decode());
  }

  /** The request, each byte of which is paid for as it comes. Its visitor is the current one. */
  MeteredRequest metered(HttpServerRequest request) {
    Sender sender = Visitor.current().sender();
    return new MeteredRequest(
        request, bytes -> intake.reserve(sender, bytes), bytes -> intake.giveBack(sender, bytes));
  }

  /**
   * Takes calls with their meter only: there is no other way here than by a {@link GrpcListener}.
   */
  @Override
  public void handle(GrpcServerRequest<Buffer, Buffer> request) {
    throw new IllegalStateException("a call without a meter");
  }

  /**
   * Answers a call.
   *
   * @param meter of the request beneath
   */
  void handle(GrpcServerRequest<Buffer, Buffer> request, MeteredRequest meter) {
    new Call(request, meter).start();
  }

  /** The message of a size refusal in the words of grpc-go (contract: collector.md §1.3). */
  private String tooLarge(long bytes) {
    return "grpc: received message larger than max ("
        + bytes
        + " vs. "
        + limits.maxBodyBytes()
        + ")";
  }

  private final class Call {
    private final GrpcServerRequest<Buffer, Buffer> request;
    private final GrpcServerResponse<Buffer, Buffer> response;
    private final MeteredRequest meter;
    private final Visitor visitor = Visitor.current();
    // Event loop only
    private boolean answered;
    private boolean isKept;
    private GrpcMessage message;

    Call(GrpcServerRequest<Buffer, Buffer> request, MeteredRequest meter) {
      this.request = request;
      this.meter = meter;
      this.response = request.response();
    }

    void start() {
      request.invalidMessageHandler(this::invalid);
      meter.whenRefused(
          () -> refuse(Reason.OVERLOADED, GrpcStatus.UNAVAILABLE, "too many bytes in flight"));
      meter.whenAbandoned(this::closed);
      request.exceptionHandler(failure -> cancelled());
      request.errorHandler(error -> cancelled());
      request.messageHandler(
          received -> {
            if (message == null) {
              message = received;
            } else {
              refuse(
                  Reason.MALFORMED,
                  GrpcStatus.INTERNAL,
                  "grpc: more than one message in a unary call");
            }
          });
      request.endHandler(ended -> end());
    }

    /** The rest will not come: memory is given back, unless the message is being kept. */
    private void closed() {
      message = null;
      if (!isKept) {
        meter.release();
      }
    }

    private void cancelled() {
      metrics.cancelled();
      closed();
    }

    private void invalid(InvalidMessageException failure) {
      if (failure instanceof MessageSizeOverflowException overflow) {
        refuse(Reason.TOO_LARGE, GrpcStatus.RESOURCE_EXHAUSTED, tooLarge(overflow.messageSize()));
      } else {
        refuse(Reason.MALFORMED, GrpcStatus.INTERNAL, "grpc: invalid message");
      }
    }

    private void end() {
      if (answered) {
        return;
      }
      if (message == null) {
        refuse(Reason.MALFORMED, GrpcStatus.INTERNAL, "grpc: unexpected EOF");
        return;
      }
      byte[] body = message.payload().getBytes();
      try {
        if (!message.encoding().equals("identity")) {
          if (!message.encoding().equals("gzip")) {
            throw new RefusedException(
                Reason.UNSUPPORTED_ENCODING,
                "grpc: Decompressor is not installed for grpc-encoding \""
                    + message.encoding()
                    + "\"");
          }
          body = Inflation.inflate("gzip", body, limits);
        }
        isKept = true;
        intake
            .accept(visitor, format, transport, body)
            .onComplete(
                spans -> {
                  meter.release();
                  answered = true;
                  metrics.accepted(spans);
                  response.end(Buffer.buffer());
                },
                this::refuse);
      } catch (RuntimeException e) {
        // A refusal, or a bug: an answer either way, and the memory back.
        refuse(e);
      }
    }

    private void refuse(Throwable failure) {
      if (!(failure instanceof RefusedException refused)) {
        refuse(Reason.BROKEN, GrpcStatus.UNAVAILABLE, String.valueOf(failure.getMessage()));
        return;
      }
      String text = refused.getMessage();
      switch (refused.reason()) {
        case MALFORMED ->
            refuse(
                refused.reason(),
                GrpcStatus.INTERNAL,
                "grpc: error unmarshalling request: " + text);
        case TOO_LARGE -> refuse(refused.reason(), GrpcStatus.RESOURCE_EXHAUSTED, "grpc: " + text);
        case UNSUPPORTED_ENCODING -> refuse(refused.reason(), GrpcStatus.UNIMPLEMENTED, text);
        case OVERLOADED, BROKEN -> refuse(refused.reason(), GrpcStatus.UNAVAILABLE, text);
      }
    }

    private void refuse(Reason reason, GrpcStatus status, String text) {
      meter.close();
      message = null;
      if (answered) {
        return;
      }
      answered = true;
      metrics.refused(reason);
      if (status == GrpcStatus.UNAVAILABLE) {
        response.trailers().set("grpc-status-details-bin", retryInfo(status.code, text));
      }
      response.status(status).statusMessage(text).end();
    }
  }

  /**
   * A google.rpc.Status with RetryInfo: without it exporters may drop what they should send again.
   */
  static String retryInfo(int code, String text) {
    byte[] message = text.getBytes(UTF_8);
    WireWriter out = new WireWriter(message.length + 128);
    out.writeByte(0x08);
    out.writeVarint(code);
    out.writeField(0x12, message, 0, message.length);
    int any = out.begin(0x1a);
    out.writeField(0x0a, RETRY_INFO_TYPE, 0, RETRY_INFO_TYPE.length);
    int retryInfo = out.begin(0x12);
    int delay = out.begin(0x0a);
    out.writeByte(0x08);
    out.writeVarint(RefusedException.RETRY_AFTER_SECONDS);
    out.end(delay);
    out.end(retryInfo);
    out.end(any);
    return Base64.getEncoder().withoutPadding().encodeToString(out.toByteArray());
  }
}
