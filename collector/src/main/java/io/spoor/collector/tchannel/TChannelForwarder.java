package io.spoor.collector.tchannel;

import static java.util.Objects.requireNonNull;

import io.spoor.collector.sampling.SamplingStrategies;
import io.spoor.collector.sampling.SamplingStrategy;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.thrift.BatchEncoder;
import io.spoor.proto.thrift.ThriftReader;
import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.SpanWriter;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.IntStream;

/**
 * Writes spans to collectors over TChannel, and asks them for sampling strategies, as agents before
 * 1.18 did (contract: collector.md §2.6, §7.6). What is not delivered fails as transient, whatever
 * the reason: the caller's journal keeps it, and when the caller comes again with the same batch
 * only those calls are made again. Any thread.
 */
public final class TChannelForwarder implements SpanWriter, SamplingStrategies {
  private static final String SERVICE = "jaeger-collector";
  private static final String SUBMIT = "Collector::submitBatches";
  private static final String STRATEGY = "SamplingManager::getSamplingStrategy";
  private static final int RESPONSES = ThriftReader.LIST;
  private static final int OK = 1 << 4 | ThriftReader.BOOL;

  /**
   * Where to, and how long to wait.
   *
   * @param caller how calls name who makes them
   * @param connections at most, and never more than hosts
   * @param connectTimeout for connecting and for the handshake
   * @param callTimeout for all attempts of a call together
   * @param attempts of a call that is refused as busy or whose connection is lost
   */
  public record Options(
      List<SocketAddress> hosts,
      Identity identity,
      String caller,
      int connections,
      Duration connectTimeout,
      Duration callTimeout,
      int attempts) {
    public Options {
      hosts = List.copyOf(hosts);
      requireNonNull(identity, "identity");
      requireNonNull(caller, "caller");
      requireNonNull(connectTimeout, "connectTimeout");
      requireNonNull(callTimeout, "callTimeout");
      if (hosts.isEmpty() || connections < 1 || attempts < 1) {
        throw new IllegalArgumentException("hosts, connections and attempts must be >= 1");
      }
    }

    /** As the old agent has them. */
    public static Options of(List<SocketAddress> hosts, Identity identity) {
      return new Options(
          hosts, identity, "jaeger-agent", 3, Duration.ofMillis(250), Duration.ofSeconds(1), 5);
    }
  }

  private final CollectorPeers peers;
  // What is left of writes that failed, by the batch itself, for a caller that comes again with it;
  // one that does not lets go of the batch, and with it of this.
  private final Map<SpanBatch, List<byte[]>> leftOver =
      Collections.synchronizedMap(new WeakHashMap<>());

  public TChannelForwarder(Vertx vertx, Options options) {
    peers = new CollectorPeers(vertx, options);
  }

  @Override
  public Future<Void> write(Tenant tenant, SpanBatch batch) {
    List<byte[]> requests =
        Optional.ofNullable(leftOver.remove(batch))
            .orElseGet(() -> BatchEncoder.submitArguments(batch));
    List<Future<Void>> calls =
        requests.stream()
            .map(arguments -> peers.call(SERVICE, SUBMIT, arguments).compose(this::delivered))
            .toList();
    return Future.join(calls)
        .<Void>mapEmpty()
        .recover(
            failure -> {
              leftOver.put(
                  batch,
                  IntStream.range(0, calls.size())
                      .filter(i -> calls.get(i).failed())
                      .mapToObj(requests::get)
                      .toList());
              return Future.failedFuture(notDelivered(failure));
            });
  }

  @Override
  public Future<SamplingStrategy> of(String service) {
    return peers
        .call(SERVICE, STRATEGY, SamplingThrift.writeQuestion(service))
        .compose(
            result -> {
              try {
                return Future.succeededFuture(SamplingThrift.readAnswer(result));
              } catch (DecodeException e) {
                return Future.failedFuture(e);
              }
            });
  }

  /** Closes the connections; calls under way fail. */
  public Future<Void> close() {
    return peers.close();
  }

  /**
   * Old agents ignore what a collector says of each batch; here one that was dropped is sent on.
   */
  private Future<Void> delivered(byte[] result) {
    try {
      return isOk(result)
          ? Future.succeededFuture()
          : Future.failedFuture(
              new TChannelException(ErrorCode.BUSY, "the collector dropped spans"));
    } catch (DecodeException e) {
      return Future.failedFuture(e);
    }
  }

  private static boolean isOk(byte[] result) throws DecodeException {
    ThriftReader in =
        ThriftReader.binary(result, 0, result.length, DecodeLimits.DEFAULTS.maxDepth());
    boolean ok = true;
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field != RESPONSES) {
        in.skipField(field & 0xf);
        continue;
      }
      for (int left = in.beginStructs(); left > 0; left--) {
        int response = in.beginStruct();
        for (int inner = in.readField(); inner != ThriftReader.STOP; inner = in.readField()) {
          if (inner == OK) {
            ok &= in.readBool();
          } else {
            in.skipField(inner & 0xf);
          }
        }
        in.endStruct(response);
      }
      in.endStructs();
    }
    in.endStruct(outer);
    return ok;
  }

  private static StorageException notDelivered(Throwable failure) {
    return new StorageException(
        StorageException.Kind.TRANSIENT,
        "not delivered over TChannel: " + failure.getMessage(),
        failure);
  }
}
