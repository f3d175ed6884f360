package io.spoor.collector.forward;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.receiver.GrpcListener;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.sampling.SamplingGrpc;
import io.spoor.collector.sampling.SamplingProto;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.collector.sampling.SamplingStrategy;
import io.spoor.net.Door;
import io.spoor.proto.jaeger.v2.PostSpansRequest;
import io.spoor.proto.jaeger.v2.Span;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A collector on a real socket that does what a test wants. */
final class FakeCollector {
  static final int MAX_BYTES = 4 << 20;

  /** What it answers, by the request's number and content. */
  record Reply(GrpcStatus status, String text, String details) {
    static final Reply OK = new Reply(GrpcStatus.OK, "", "");
    static final Reply SILENCE = new Reply(GrpcStatus.CANCELLED, "silence", "");

    static Reply of(GrpcStatus status, String text) {
      return new Reply(status, text, "");
    }
  }

  private final List<PostSpansRequest> taken = new CopyOnWriteArrayList<>();
  private final List<PostSpansRequest> asked = new CopyOnWriteArrayList<>();
  private final Vertx vertx;
  private HttpServer server;
  private volatile Function<PostSpansRequest, Reply> behaviour = request -> Reply.OK;
  private volatile SamplingStrategies strategies =
      service -> Future.succeededFuture(SamplingStrategy.rateLimiting(service.length()));

  FakeCollector(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Listens; returns its port. */
  int start(String host, int port) {
    server =
        new GrpcListener(
                vertx,
                Door.open(new HttpServerOptions().setHost(host).setPort(port)),
                MAX_BYTES,
                new ReceiverMetrics(new SimpleMeterRegistry(), "fake"))
            .listen(
                Map.of(
                    SpanRequest.METHOD,
                    this::post,
                    SamplingProto.METHOD,
                    call -> new SamplingGrpc(strategies).handle(call)))
            .await();
    return server.actualPort();
  }

  void stop() {
    server.shutdown(0, TimeUnit.SECONDS).await();
  }

  void behave(Function<PostSpansRequest, Reply> behaviour) {
    this.behaviour = behaviour;
  }

  void answerSampling(SamplingStrategies strategies) {
    this.strategies = strategies;
  }

  /** Requests that were answered with OK. */
  List<PostSpansRequest> taken() {
    return taken;
  }

  /** All requests. */
  List<PostSpansRequest> asked() {
    return asked;
  }

  List<String> operations() {
    return taken.stream()
        .flatMap(request -> request.getBatch().getSpansList().stream())
        .map(Span::getOperationName)
        .sorted()
        .toList();
  }

  private void post(GrpcServerRequest<Buffer, Buffer> call) {
    call.last()
        .onSuccess(
            message -> {
              try {
                PostSpansRequest request = PostSpansRequest.parseFrom(message.getBytes());
                asked.add(request);
                Reply reply = behaviour.apply(request);
                if (reply.status() == GrpcStatus.OK) {
                  taken.add(request);
                  call.response().end(Buffer.buffer());
                } else if (!reply.equals(Reply.SILENCE)) {
                  if (!reply.details().isEmpty()) {
                    call.response().trailers().set("grpc-status-details-bin", reply.details());
                  }
                  call.response().status(reply.status()).statusMessage(reply.text()).end();
                }
              } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                call.response().status(GrpcStatus.INTERNAL).end();
              }
            });
  }
}
