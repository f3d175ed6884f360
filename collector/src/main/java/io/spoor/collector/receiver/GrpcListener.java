package io.spoor.collector.receiver;

import io.spoor.net.Access;
import io.spoor.net.Door;
import io.spoor.net.Reception;
import io.spoor.net.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Map;

/**
 * A port that speaks gRPC: HTTP/2 with prior knowledge or, with TLS, by ALPN. Methods get their
 * messages as bytes, still compressed; everything else is UNIMPLEMENTED, as from any gRPC server.
 */
public final class GrpcListener {
  /** Wide enough that a batch of some hundred spans never waits for a window update. */
  private static final int WINDOW_BYTES = 1 << 20;

  private final Vertx vertx;
  private final Door door;
  private final int maxMessageBytes;
  private final ReceiverMetrics metrics;

  public GrpcListener(Vertx vertx, Door door, int maxMessageBytes, ReceiverMetrics metrics) {
    this.vertx = vertx;
    this.door = door;
    this.maxMessageBytes = maxMessageBytes;
    this.metrics = metrics;
  }

  /** Listens. Methods are named {@code package.Service/Method}. */
  public Future<HttpServer> listen(
      Map<String, Handler<GrpcServerRequest<Buffer, Buffer>>> methods) {
    GrpcServerOptions grpcOptions = new GrpcServerOptions().setMaxMessageSize(maxMessageBytes);
    for (GrpcProtocol protocol : GrpcProtocol.values()) {
      if (protocol != GrpcProtocol.HTTP_2) {
        grpcOptions.removeEnabledProtocol(protocol);
      }
    }
    GrpcServer grpc = GrpcServer.server(vertx, grpcOptions);
    grpc.callHandler(
        call -> {
          Handler<GrpcServerRequest<Buffer, Buffer>> method = methods.get(call.fullMethodName());
          if (method != null) {
            method.handle(call);
            return;
          }
          metrics.wrongRequest();
          call.response()
              .status(GrpcStatus.UNIMPLEMENTED)
              .statusMessage("unknown method " + call.fullMethodName())
              .end();
        });
    return door.open(vertx, GrpcListener::tune, new GrpcReception(grpc, methods, metrics));
  }

  private static HttpServerOptions tune(HttpServerOptions options) {
    return options
        .setHttp2ConnectionWindowSize(WINDOW_BYTES * 4)
        .setInitialSettings(
            new Http2Settings(options.getInitialSettings()).setInitialWindowSize(WINDOW_BYTES));
  }

  /** Health is open to all; a tenant is needed to send spans only (contract: collector.md §1.3). */
  private record GrpcReception(
      GrpcServer grpc,
      Map<String, Handler<GrpcServerRequest<Buffer, Buffer>>> methods,
      ReceiverMetrics metrics)
      implements Reception {

    @Override
    public Access access(HttpServerRequest request) {
      String method = request.path().substring(1);
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
      grpc.handle(request);
    }

    @Override
    public void refuse(HttpServerRequest request, Refusal refusal) {
      metrics.notAdmitted();
      HttpServerResponse response =
          request.response().putHeader("content-type", "application/grpc");
      refusal.challenge().ifPresent(value -> response.putHeader("www-authenticate", value));
      response
          .putHeader("grpc-status", Integer.toString(refusal.kind().grpcCode()))
          .putHeader("grpc-message", refusal.text())
          .end();
    }
  }
}
