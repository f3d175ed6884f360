package io.spoor.collector.tchannel;

import io.spoor.collector.Transport;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.receiver.RefusedException;
import io.spoor.collector.receiver.RefusedException.Reason;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.net.Visitor;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.thrift.BatchArguments;
import io.spoor.proto.thrift.BatchPart;
import io.spoor.proto.thrift.ThriftProtocol;
import io.spoor.proto.thrift.ThriftReader;
import io.spoor.proto.thrift.ThriftWriter;
import io.spoor.proto.wire.DecodeException;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a collector is asked over TChannel (contract: collector.md §2.4). Any event loop. */
final class CollectorEndpoints {
  private static final String COLLECTOR = "jaeger-collector";

  /** Every server answers for itself under this name. */
  private static final String META = "tchannel";

  private static final int ZIPKIN_SPANS = 1 << 4 | ThriftReader.LIST;

  private final Intake intake;
  private final ReceiverMetrics metrics;
  private final SamplingStrategies sampling;

  private CollectorEndpoints(Intake intake, ReceiverMetrics metrics, SamplingStrategies sampling) {
    this.intake = intake;
    this.metrics = metrics;
    this.sampling = sampling;
  }

  static Endpoints of(
      Intake intake, ReceiverMetrics metrics, SamplingStrategies sampling, Identity identity) {
    CollectorEndpoints collector = new CollectorEndpoints(intake, metrics, sampling);
    Endpoint health = (body, caller) -> Future.succeededFuture(healthy());
    Endpoint version = (body, caller) -> Future.succeededFuture(version(identity));
    Endpoint idl =
        (body, caller) ->
            Future.failedFuture(new TChannelException(ErrorCode.UNEXPECTED, "unimplemented"));
    Map<String, Endpoint> meta =
        Map.of("Meta::health", health, "Meta::versionInfo", version, "Meta::thriftIDL", idl);
    Map<String, Endpoint> methods =
        Map.of(
            "Collector::submitBatches",
            collector::submitBatches,
            "ZipkinCollector::submitZipkinBatch",
            collector::submitZipkinBatch,
            "SamplingManager::getSamplingStrategy",
            collector::samplingStrategy,
            "Meta::health",
            health,
            "Meta::versionInfo",
            version,
            "Meta::thriftIDL",
            idl);
    return new Endpoints(Map.of(COLLECTOR, methods, META, meta), metrics);
  }

  /** Each batch is a record of its own in the journal. */
  private Future<byte[]> submitBatches(Body body, Visitor caller) {
    List<BatchPart> parts;
    try {
      parts =
          BatchArguments.list(
              ThriftProtocol.BINARY,
              body.bytes(),
              body.from(),
              body.length(),
              intake.limits().decode());
    } catch (DecodeException e) {
      return undecodable(e);
    }
    List<Future<Integer>> kept = new ArrayList<>(parts.size());
    for (BatchPart part : parts) {
      byte[] batch = Arrays.copyOfRange(body.bytes(), part.offset(), part.offset() + part.length());
      kept.add(
          intake.acceptChecked(
              caller, SpanFormat.JAEGER_THRIFT_BINARY, Transport.TCHANNEL, part.spans(), batch));
    }
    if (kept.size() == 1) {
      return kept.get(0).transform(done -> answer(kept));
    }
    Future<CompositeFuture> all = Future.join(kept);
    return all.transform(done -> answer(kept));
  }

  /** Busy if nothing of the call was kept; else each batch gets its own answer. */
  private Future<byte[]> answer(List<Future<Integer>> kept) {
    int spans = 0;
    int failed = 0;
    Throwable failure = null;
    for (Future<Integer> one : kept) {
      if (one.succeeded()) {
        spans += one.result();
      } else {
        failed++;
        failure = one.cause();
      }
    }
    if (failure != null) {
      metrics.refused(reason(failure));
      if (failed == kept.size()) {
        return Future.failedFuture(refusal(failure));
      }
    }
    metrics.accepted(spans);
    ThriftWriter out = new ThriftWriter(16 + kept.size() * 5);
    out.structs(0, kept.size());
    for (Future<Integer> one : kept) {
      out.bool(1, one.succeeded());
      out.stop();
    }
    out.stop();
    return Future.succeededFuture(out.toByteArray());
  }

  private Future<byte[]> submitZipkinBatch(Body body, Visitor caller) {
    int size;
    try {
      size = zipkinSpans(body);
    } catch (DecodeException e) {
      return undecodable(e);
    }
    byte[] arguments = Arrays.copyOfRange(body.bytes(), body.from(), body.from() + body.length());
    return intake
        .accept(caller, SpanFormat.ZIPKIN_THRIFT_BINARY, Transport.TCHANNEL, arguments)
        .map(
            spans -> {
              metrics.accepted(spans);
              ThriftWriter out = new ThriftWriter(16 + size * 5);
              out.structs(0, size);
              for (int left = size; left > 0; left--) {
                out.bool(1, true);
                out.stop();
              }
              out.stop();
              return out.toByteArray();
            })
        .recover(
            failure -> {
              metrics.refused(reason(failure));
              return Future.failedFuture(refusal(failure));
            });
  }

  /** How many spans the caller has sent: a span that is stored as two gets one answer. */
  private int zipkinSpans(Body body) throws DecodeException {
    ThriftReader in =
        ThriftReader.binary(
            body.bytes(), body.from(), body.length(), intake.limits().decode().maxDepth());
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field == ZIPKIN_SPANS) {
        return in.beginStructs();
      }
      in.skipField(field & 0xf);
    }
    in.endStruct(outer);
    return 0;
  }

  private Future<byte[]> samplingStrategy(Body body, Visitor caller) {
    try {
      return sampling
          .of(SamplingThrift.readQuestion(body))
          .map(SamplingThrift::writeAnswer)
          .recover(
              failure ->
                  Future.failedFuture(
                      new TChannelException(
                          ErrorCode.UNEXPECTED, String.valueOf(failure.getMessage()))));
    } catch (DecodeException e) {
      metrics.wrongRequest();
      return Future.failedFuture(new TChannelException(ErrorCode.BAD_REQUEST, e.getMessage()));
    }
  }

  private Future<byte[]> undecodable(DecodeException e) {
    metrics.refused(Reason.MALFORMED);
    return Future.failedFuture(new TChannelException(ErrorCode.BAD_REQUEST, e.getMessage()));
  }

  private static Reason reason(Throwable failure) {
    return failure instanceof RefusedException refused ? refused.reason() : Reason.BROKEN;
  }

  private static TChannelException refusal(Throwable failure) {
    ErrorCode code =
        switch (reason(failure)) {
          case MALFORMED, TOO_LARGE, UNSUPPORTED_ENCODING -> ErrorCode.BAD_REQUEST;
          case OVERLOADED, BROKEN -> ErrorCode.BUSY;
        };
    return new TChannelException(code, String.valueOf(failure.getMessage()));
  }

  private static byte[] healthy() {
    ThriftWriter out = new ThriftWriter(16);
    out.struct(0);
    out.bool(1, true);
    out.stop();
    out.stop();
    return out.toByteArray();
  }

  private static byte[] version(Identity identity) {
    ThriftWriter out = new ThriftWriter(64);
    out.struct(0);
    out.string(1, Identity.LANGUAGE);
    out.string(2, identity.languageVersion());
    out.string(3, identity.version());
    out.stop();
    out.stop();
    return out.toByteArray();
  }
}
