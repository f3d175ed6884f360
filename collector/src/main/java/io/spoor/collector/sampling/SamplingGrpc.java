package io.spoor.collector.sampling;

import io.spoor.proto.wire.DecodeException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;

/** Answers {@link SamplingProto#METHOD}. Event loop of the call. */
public final class SamplingGrpc implements Handler<GrpcServerRequest<Buffer, Buffer>> {
  private final SamplingStrategies strategies;

  public SamplingGrpc(SamplingStrategies strategies) {
    this.strategies = strategies;
  }

  @Override
  public void handle(GrpcServerRequest<Buffer, Buffer> request) {
    request
        .last()
        .compose(message -> strategy(message.getBytes()))
        .onSuccess(
            strategy ->
                request.response().end(Buffer.buffer(SamplingProto.encodeResponse(strategy))))
        .onFailure(failure -> refuse(request, failure));
  }

  private Future<SamplingStrategy> strategy(byte[] message) {
    try {
      return strategies.of(SamplingProto.decodeRequest(message));
    } catch (DecodeException e) {
      return Future.failedFuture(e);
    }
  }

  private static void refuse(GrpcServerRequest<Buffer, Buffer> request, Throwable failure) {
    if (failure instanceof DecodeException) {
      request
          .response()
          .status(GrpcStatus.INTERNAL)
          .statusMessage("grpc: error unmarshalling request: " + failure.getMessage())
          .end();
    } else {
      request
          .response()
          .status(GrpcStatus.UNKNOWN)
          .statusMessage(String.valueOf(failure.getMessage()))
          .end();
    }
  }
}
