package io.spoor.collector.jaeger;

import io.spoor.collector.Transport;
import io.spoor.collector.receiver.GrpcHealth;
import io.spoor.collector.receiver.GrpcIntake;
import io.spoor.collector.receiver.GrpcListener;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.receiver.ReceiverVerticle;
import io.spoor.collector.sampling.SamplingGrpc;
import io.spoor.collector.sampling.SamplingProto;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.net.Door;
import io.spoor.proto.codec.SpanFormat;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.util.Map;
import java.util.Set;

/**
 * Port 14250: {@code jaeger.api_v2.CollectorService}, {@code SamplingManager} and health (contract:
 * collector.md §1).
 */
public final class JaegerGrpcReceiver extends ReceiverVerticle {
  private static final String COLLECTOR = "jaeger.api_v2.CollectorService";
  private static final String SAMPLING = "jaeger.api_v2.SamplingManager";

  private final Intake intake;
  private final SamplingStrategies strategies;
  private final ReceiverMetrics metrics;
  private final Door door;
  private final int maxMessageBytes;

  public JaegerGrpcReceiver(
      Intake intake,
      SamplingStrategies strategies,
      ReceiverMetrics metrics,
      Door door,
      int maxMessageBytes) {
    this.intake = intake;
    this.strategies = strategies;
    this.metrics = metrics;
    this.door = door;
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  protected Future<HttpServer> listen() {
    GrpcHealth health = new GrpcHealth(Set.of(COLLECTOR, SAMPLING));
    return new GrpcListener(vertx, door, maxMessageBytes, metrics)
        .listen(
            Map.of(
                COLLECTOR + "/PostSpans",
                new GrpcIntake(
                    intake, metrics, SpanFormat.JAEGER_PROTO, Transport.GRPC, maxMessageBytes),
                SamplingProto.METHOD,
                new SamplingGrpc(strategies),
                GrpcHealth.CHECK,
                health::check,
                GrpcHealth.WATCH,
                health::watch));
  }
}
