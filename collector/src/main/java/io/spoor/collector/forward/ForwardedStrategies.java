package io.spoor.collector.forward;

import io.spoor.collector.sampling.SamplingProto;
import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.collector.sampling.SamplingStrategy;
import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** Asks a collector anew for each client that asks, as Jaeger's agent does. Any thread. */
public final class ForwardedStrategies implements SamplingStrategies {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(1);

  private final Collectors collectors;
  private final ForwardMetrics metrics;

  public ForwardedStrategies(Collectors collectors, ForwardMetrics metrics) {
    this.collectors = collectors;
    this.metrics = metrics;
  }

  @Override
  public Future<SamplingStrategy> of(String service) {
    return collectors
        .call(
            Tenant.DEFAULT,
            SamplingProto.METHOD,
            UnaryCall.frame(SamplingProto.encodeRequest(service)),
            TIME_LIMIT,
            true)
        .compose(ForwardedStrategies::decode)
        .onComplete(done -> metrics.sampling(done.succeeded()));
  }

  private static Future<SamplingStrategy> decode(Buffer answer) {
    try {
      return Future.succeededFuture(SamplingProto.decodeResponse(answer.getBytes()));
    } catch (DecodeException e) {
      return Future.failedFuture(e);
    }
  }
}
