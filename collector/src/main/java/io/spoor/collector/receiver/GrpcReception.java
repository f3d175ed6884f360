package io.spoor.collector.receiver;

import io.spoor.net.Access;
import io.spoor.net.Reception;
import io.spoor.net.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Map;

/**
 * What is behind the door of a gRPC port. Health is open to all; a tenant is needed to send spans
 * only (contract: collector.md §1.3). One an event loop.
 */
final class GrpcReception implements Reception {
  /** Of a request that carries no spans: the name of a service, mostly. */
  private static final int SMALL_MESSAGE_BYTES = 64 << 10;

  private final GrpcServer grpc;
  private final Map<String, Handler<GrpcServerRequest<Buffer, Buffer>>> methods;
  private final ReceiverMetrics metrics;
  // The request that the gRPC server is being given: it calls back before it returns.
  private MeteredRequest arriving;

  GrpcReception(
      GrpcServer grpc,
      Map<String, Handler<GrpcServerRequest<Buffer, Buffer>>> methods,
      ReceiverMetrics metrics) {
    this.grpc = grpc.callHandler(this::call);
    this.methods = Map.copyOf(methods);
    this.metrics = metrics;
  }

  @Override
  public Access access(HttpServerRequest request) {
    String method = method(request);
    if (method.equals(GrpcHealth.CHECK) || method.equals(GrpcHealth.WATCH)) {
      return Access.OPEN;
    }
    return methods.get(method) instanceof GrpcIntake ? Access.TENANT : Access.CREDENTIALS;
  }

  @Override
  public void welcome(HttpServerRequest request) {
    String type = request.getHeader("content-type");
    if (type == null || !type.startsWith("application/grpc")) {
      metrics.wrongRequest();
    }
    if (request.getHeader("grpc-encoding") == null) {
      // Without it, a message that says it is compressed throws in the deframer and is never
      // answered.
      request.headers().set("grpc-encoding", "identity");
    }
    arriving =
        methods.get(method(request)) instanceof GrpcIntake intake
            ? intake.metered(request)
            : small(request);
    grpc.handle(arriving);
  }

  private MeteredRequest small(HttpServerRequest request) {
    int[] left = {SMALL_MESSAGE_BYTES};
    MeteredRequest metered =
        new MeteredRequest(request, bytes -> (left[0] -= bytes) >= 0, released -> {});
    metered.whenRefused(
        () -> {
          metrics.refused(RefusedException.Reason.TOO_LARGE);
          answer(
              request,
              GrpcStatus.RESOURCE_EXHAUSTED.code,
              "grpc: received message larger than max");
        });
    return metered;
  }

  private void call(GrpcServerRequest<Buffer, Buffer> call) {
    Handler<GrpcServerRequest<Buffer, Buffer>> method = methods.get(call.fullMethodName());
    if (method instanceof GrpcIntake intake) {
      intake.handle(call, arriving);
    } else if (method != null) {
      method.handle(call);
    } else {
      metrics.wrongRequest();
      call.response()
          .status(GrpcStatus.UNIMPLEMENTED)
          .statusMessage("unknown method " + call.fullMethodName())
          .end();
    }
  }

  @Override
  public void refuse(HttpServerRequest request, Refusal refusal) {
    metrics.notAdmitted(refusal);
    refusal.challenge().ifPresent(value -> request.response().putHeader("www-authenticate", value));
    answer(request, refusal.kind().grpcCode(), refusal.text());
  }

  /** An answer that is nothing but its status. */
  private static void answer(HttpServerRequest request, int code, String text) {
    HttpServerResponse response = request.response();
    if (!response.ended()) {
      response
          .putHeader("content-type", "application/grpc")
          .putHeader("grpc-status", Integer.toString(code))
          .putHeader("grpc-message", text)
          .end();
    }
  }

  private static String method(HttpServerRequest request) {
    String path = request.path();
    return path == null || path.isEmpty() ? "" : path.substring(1);
  }
}
