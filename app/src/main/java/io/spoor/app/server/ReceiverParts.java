package io.spoor.app.server;

import io.micrometer.core.instrument.Gauge;
import io.spoor.app.config.CollectorOptions;
import io.spoor.app.config.Endpoint;
import io.spoor.collector.jaeger.JaegerGrpcReceiver;
import io.spoor.collector.jaeger.ThriftHttpReceiver;
import io.spoor.collector.journal.Journal;
import io.spoor.collector.receiver.HttpRequestDurations;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.sampling.SamplingMetrics;
import io.spoor.collector.sampling.SamplingRoutes;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.net.Door;
import io.spoor.proto.Codecs;

/** The way in: the receivers before a journal. */
public final class ReceiverParts {

  private ReceiverParts() {}

  /** Opens every port that is on, and returns the door behind all of them. */
  public static Intake open(
      CollectorOptions options, Journal journal, SamplingStrategies strategies, Entrance entrance) {
    ServerRuntime runtime = entrance.runtime();
    Intake intake = new Intake(journal, Codecs::of, options.limits(), runtime.clock());
    Gauge.builder("spoor.receiver.in.flight.bytes", intake, Intake::inFlightBytes)
        .description("Bytes of requests that are being read or kept")
        .register(runtime.registry());
    Endpoint grpc = options.grpc();
    Door grpcDoor = entrance.door(grpc, "jaeger-grpc");
    ReceiverMetrics grpcMetrics = metrics(runtime, "jaeger-grpc");
    runtime.deploy(
        grpc,
        runtime.instances(),
        () ->
            new JaegerGrpcReceiver(
                intake, strategies, grpcMetrics, grpcDoor, options.grpcMaxMessageBytes()));
    Endpoint http = options.http();
    Door httpDoor = entrance.door(http, "thrift-http");
    ReceiverMetrics httpMetrics = metrics(runtime, "thrift-http");
    HttpRequestDurations durations =
        new HttpRequestDurations(runtime.registry(), ThriftHttpReceiver.PATHS);
    SamplingRoutes sampling =
        new SamplingRoutes(strategies, new SamplingMetrics(runtime.registry(), "jaeger.collector"));
    runtime.deploy(
        http,
        runtime.instances(),
        () -> new ThriftHttpReceiver(intake, sampling, httpMetrics, durations, httpDoor));
    TChannelParts.open(options.tchannel(), intake, strategies, entrance);
    ZipkinParts.open(options.zipkin(), intake, entrance);
    OtlpParts.open(options.otlp(), intake, entrance);
    return intake;
  }

  private static ReceiverMetrics metrics(ServerRuntime runtime, String receiver) {
    return new ReceiverMetrics(runtime.registry(), receiver);
  }
}
