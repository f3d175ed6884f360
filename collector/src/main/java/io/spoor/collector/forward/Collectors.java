package io.spoor.collector.forward;

import io.spoor.storage.Tenant;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.common.GrpcStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collectors behind the targets: one connection to each address they resolve to, calls round
 * robin over those that stand. Names are resolved again and again, so a collector that is added or
 * replaced is found. One instance; it starts without waiting for a collector.
 */
public final class Collectors extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Collectors.class);
  private static final Duration RESOLVE_SOON = Duration.ofMillis(500);

  private final ForwardOptions options;
  private final Addresses addresses;
  private final RandomGenerator random;
  private final ForwardMetrics metrics;
  // Event loop only
  private final Map<Target, Map<InetAddress, Peer>> peers = new LinkedHashMap<>();
  private List<Peer> ring = List.of();
  private int next;
  private boolean isResolvingSoon;
  // What the log has said last.
  private boolean saysConnected;
  private boolean stopped;
  private String lastTrouble = "not connected yet";
  private Optional<Peer.Dialer> dialer = Optional.empty();
  // Written once, before the first call.
  private volatile Optional<Context> home = Optional.empty();
  private volatile boolean connected;

  public Collectors(
      ForwardOptions options, Addresses addresses, RandomGenerator random, ForwardMetrics metrics) {
    this.options = options;
    this.addresses = addresses;
    this.random = random;
    this.metrics = metrics;
    options.targets().forEach(target -> peers.put(target, new LinkedHashMap<>()));
    metrics.connected(() -> connected);
  }

  /** Whether calls have somewhere to go now. Any thread. */
  public boolean isConnected() {
    return connected;
  }

  @Override
  public Future<?> start() {
    HttpClientAgent client =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setUseAlpn(true)
                    .setForceSni(options.isNamed())
                    .setTcpNoDelay(true)
                    .setInitialSettings(new Http2Settings().setPushEnabled(false)))
            .build();
    dialer = Optional.of(new Peer.Dialer(vertx, client, options, random));
    home = Optional.of(context);
    vertx.setPeriodic(options.resolveEvery().toMillis(), due -> resolve());
    options
        .tls()
        .ifPresent(tls -> vertx.setPeriodic(tls.lookEvery().toMillis(), due -> renew(tls)));
    resolve();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    List<Future<Void>> closing = new ArrayList<>();
    ring.forEach(peer -> closing.add(peer.close()));
    ring = List.of();
    return Future.join(closing).eventually(() -> dialer.orElseThrow().client().close());
  }

  /**
   * Calls a method of the next collector. Any thread; completes on the event loop.
   *
   * @param tenant whose call it is
   * @param method as {@code package.Service/Method}
   * @param framed the message behind its prefix
   * @param isDeadlineTold whether the server shall know when nobody waits any more
   * @return the answer's message; fails with {@link CallException}
   */
  Future<Buffer> call(
      Tenant tenant, String method, Buffer framed, Duration timeout, boolean isDeadlineTold) {
    Promise<Buffer> answer = Promise.promise();
    home.orElseThrow(() -> new IllegalStateException("not started"))
        .runOnContext(
            go -> callNow(tenant, method, framed, timeout, isDeadlineTold).onComplete(answer));
    return answer.future();
  }

  private Future<Buffer> callNow(
      Tenant tenant, String method, Buffer framed, Duration timeout, boolean isDeadlineTold) {
    Optional<Peer> picked = pick();
    if (picked.isEmpty()) {
      return Future.failedFuture(
          CallException.unavailable("no collector is connected: " + lastTrouble));
    }
    Peer peer = picked.get();
    HttpClientConnection connection = peer.connection().orElseThrow();
    return UnaryCall.on(
            connection, method, framed, timeout, isDeadlineTold, options.headers().apply(tenant))
        .onSuccess(answer -> peer.answered())
        .recover(
            failure -> {
              if (!(failure instanceof TimeoutException)) {
                peer.answered();
                return Future.failedFuture(failure);
              }
              peer.late(connection, isDeadlineTold);
              return Future.failedFuture(
                  new CallException(GrpcStatus.DEADLINE_EXCEEDED, "context deadline exceeded"));
            });
  }

  /** Connections that stand for days must not show a certificate that has long been renewed. */
  private void renew(ForwardTls tls) {
    vertx
        .executeBlocking(tls.source()::look, false)
        .onSuccess(now -> ring.forEach(peer -> peer.renew(now.generation())))
        .onFailure(failure -> LOG.error("Certificates not looked at", failure));
  }

  private Optional<Peer> pick() {
    for (int i = 0; i < ring.size(); i++) {
      Peer peer = ring.get(Math.floorMod(next++, ring.size()));
      if (peer.connection().isPresent()) {
        return Optional.of(peer);
      }
    }
    return Optional.empty();
  }

  private void resolve() {
    options
        .targets()
        .forEach(
            target ->
                addresses
                    .of(target.host())
                    .onSuccess(found -> settle(target, found))
                    .onFailure(failure -> trouble(target + ": " + failure.getMessage())));
  }

  /** Connects to addresses that are new and leaves those that are no more. */
  private void settle(Target target, List<InetAddress> found) {
    if (stopped || found.isEmpty()) {
      return;
    }
    Map<InetAddress, Peer> known = peers.get(target);
    known
        .entrySet()
        .removeIf(
            entry -> {
              boolean isGone = !found.contains(entry.getKey());
              if (isGone) {
                entry.getValue().close();
              }
              return isGone;
            });
    for (InetAddress address : found) {
      if (!known.containsKey(address)) {
        Peer peer =
            new Peer(
                new InetSocketAddress(address, target.port()),
                target,
                dialer.orElseThrow(),
                new Watcher());
        known.put(address, peer);
        peer.connect();
      }
    }
    List<Peer> all = new ArrayList<>();
    peers.values().forEach(some -> all.addAll(some.values()));
    ring = List.copyOf(all);
    refresh();
  }

  private void connected(Peer peer) {
    refresh();
    metrics.reconnected();
    saysConnected = true;
    if (peer.isReplacing()) {
      LOG.debug("Connected anew to the collector at {}", peer.address());
    } else {
      LOG.info("Connected to the collector at {}", peer.address());
    }
  }

  private void lost(Peer peer, String reason) {
    refresh();
    trouble(peer.address() + ": " + reason);
    if (saysConnected && !connected) {
      saysConnected = false;
      LOG.warn("No collector is connected: {}", lastTrouble);
    }
    if (!isResolvingSoon) {
      isResolvingSoon = true;
      vertx.setTimer(
          RESOLVE_SOON.toMillis(),
          due -> {
            isResolvingSoon = false;
            resolve();
          });
    }
  }

  private void trouble(String text) {
    lastTrouble = text;
  }

  private void refresh() {
    connected = ring.stream().anyMatch(peer -> peer.connection().isPresent());
  }

  private final class Watcher implements Peer.Watcher {
    @Override
    public void connected(Peer peer) {
      Collectors.this.connected(peer);
    }

    @Override
    public void lost(Peer peer, String reason) {
      Collectors.this.lost(peer, reason);
    }

    @Override
    public void replacing(Peer peer) {
      refresh();
      trouble(peer.address() + ": the connection is being made anew");
    }

    @Override
    public void notRenewed(Peer peer, String reason) {
      LOG.warn(
          "No connection to {} with the new certificates, the one before stays: {}",
          peer.address(),
          reason);
    }
  }
}
