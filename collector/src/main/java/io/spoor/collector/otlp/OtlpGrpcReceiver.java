package io.spoor.collector.otlp;

import io.spoor.collector.Transport;
import io.spoor.collector.receiver.GrpcIntake;
import io.spoor.collector.receiver.GrpcListener;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.receiver.ReceiverVerticle;
import io.spoor.net.Door;
import io.spoor.proto.codec.SpanFormat;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.util.Map;

/** Port 4317: the trace service of OTLP and nothing else (contract: collector.md §5.1). */
public final class OtlpGrpcReceiver extends ReceiverVerticle {
  private static final String EXPORT = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

  private final Intake intake;
  private final ReceiverMetrics metrics;
  private final Door door;
  private final int maxMessageBytes;

  public OtlpGrpcReceiver(Intake intake, ReceiverMetrics metrics, Door door, int maxMessageBytes) {
    this.intake = intake;
    this.metrics = metrics;
    this.door = door;
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  protected Future<HttpServer> listen() {
    GrpcIntake export =
        new GrpcIntake(intake, metrics, SpanFormat.OTLP_PROTO, Transport.UNKNOWN, maxMessageBytes);
    return new GrpcListener(vertx, door, maxMessageBytes, metrics).listen(Map.of(EXPORT, export));
  }
}
