package io.spoor.collector.receiver;

import io.spoor.net.Door;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
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
    GrpcServerOptions options = new GrpcServerOptions().setMaxMessageSize(maxMessageBytes);
    for (GrpcProtocol protocol : GrpcProtocol.values()) {
      if (protocol != GrpcProtocol.HTTP_2) {
        options.removeEnabledProtocol(protocol);
      }
    }
    GrpcServer server = GrpcServer.server(vertx, options);
    return door.open(vertx, GrpcListener::tune, new GrpcReception(server, methods, metrics));
  }

  private static HttpServerOptions tune(HttpServerOptions options) {
    return options
        .setHttp2ConnectionWindowSize(WINDOW_BYTES * 4)
        .setInitialSettings(
            new Http2Settings(options.getInitialSettings()).setInitialWindowSize(WINDOW_BYTES));
  }
}
