package io.spoor.app.traffic;

import io.spoor.app.flag.HostPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.util.Map;

/** Calls a unary method with a message that is encoded already. */
final class GrpcSender implements Sender {
  private final Map<String, String> headers;
  private final GrpcClient client;
  private final SocketAddress target;
  private final ServiceMethod<Buffer, Buffer> method;

  GrpcSender(
      Vertx vertx, HostPort target, String service, String method, Map<String, String> headers) {
    this.headers = Map.copyOf(headers);
    this.client = GrpcClient.client(vertx);
    this.target = SocketAddress.inetSocketAddress(target.port(), target.host());
    this.method =
        ServiceMethod.client(
            ServiceName.create(service),
            method,
            GrpcMessageEncoder.IDENTITY,
            GrpcMessageDecoder.IDENTITY);
  }

  @Override
  public Future<Reply> send(byte[] body) {
    return client
        .request(target, method)
        .compose(
            request -> {
              headers.forEach((name, value) -> request.headers().set(name, value));
              request.end(Buffer.buffer(body));
              return request.response();
            })
        .compose(
            response ->
                response
                    .end()
                    .recover(GrpcSender::unlessAnswered)
                    .map(
                        ended ->
                            response.status() == GrpcStatus.OK
                                ? Reply.ACKNOWLEDGED
                                : Reply.REFUSED));
  }

  /** A status other than OK fails the end of the response: it is an answer all the same. */
  private static Future<Void> unlessAnswered(Throwable failure) {
    return failure instanceof InvalidStatusException
        ? Future.succeededFuture()
        : Future.failedFuture(failure);
  }

  @Override
  public Future<Void> close() {
    return client.close();
  }
}
