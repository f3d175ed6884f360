package io.spoor.collector.forward;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One address of a collector: keeps one connection to it, and makes it anew when it is lost, each
 * time more slowly while that fails. Event loop of {@link Collectors} only.
 */
final class Peer {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final long FIRST_DELAY_MILLIS = 100;
  private static final long MAX_DELAY_MILLIS = 10_000;
  private static final long CLOSE_SECONDS = 5;
  private static final int MAX_LATE = 3;
  private static final long SETTLED_MILLIS = 1000;

  /** What makes connections. */
  record Dialer(
      Vertx vertx, HttpClientAgent client, ForwardOptions options, RandomGenerator random) {}

  /** Told of what happens to connections. */
  interface Watcher {
    void connected(Peer peer);

    /** The connection is gone or could not be made. */
    void lost(Peer peer, String reason);

    /**
     * A connection has ended that worked, as proxies end them by the hour; the next is being made.
     */
    void replacing(Peer peer);

    /** A connection with the certificates in force could not be made: the one before it stays. */
    void notRenewed(Peer peer, String reason);
  }

  private final InetSocketAddress address;
  private final Target target;
  private final Dialer dialer;
  private final Watcher watcher;
  private Optional<HttpClientConnection> connection = Optional.empty();
  // Of the certificates that the connection was made with.
  private int generation;
  private boolean isRenewing;
  // Whether the connection has been of use: then its end is no trouble, and the next is made at
  // once.
  private boolean isSettled;
  private boolean isReplacing;
  private int failures;
  // Calls in a row that got no answer in time.
  private int late;
  private boolean closed;

  Peer(InetSocketAddress address, Target target, Dialer dialer, Watcher watcher) {
    this.address = address;
    this.target = target;
    this.dialer = dialer;
    this.watcher = watcher;
  }

  InetSocketAddress address() {
    return address;
  }

  Optional<HttpClientConnection> connection() {
    return connection;
  }

  private record Dialed(HttpClientConnection connection, int generation) {}

  void connect() {
    dialInTime()
        .onSuccess(this::connected)
        .onFailure(failure -> lost(String.valueOf(failure.getMessage())));
  }

  /**
   * Takes a new connection in the place of one that was made with other certificates. The old one
   * ends when its calls have; if the new one cannot be made, it stays.
   *
   * @param now generation of the certificates in force
   */
  void renew(int now) {
    if (closed || isRenewing || connection.isEmpty() || generation == now) {
      return;
    }
    isRenewing = true;
    dialInTime()
        .onComplete(done -> isRenewing = false)
        .onSuccess(this::connected)
        .onFailure(failure -> watcher.notRenewed(this, String.valueOf(failure.getMessage())));
  }

  private Future<Dialed> dialInTime() {
    Future<Dialed> dialing = dial();
    return dialing
        .timeout(CONNECT_TIMEOUT.toMillis() * 2, MILLISECONDS)
        // One that comes too late is nobody's.
        .onFailure(failure -> dialing.onSuccess(late -> late.connection().close()));
  }

  private Future<Dialed> dial() {
    ForwardOptions options = dialer.options();
    HttpConnectOptions connect =
        new HttpConnectOptions()
            .setServer(SocketAddress.inetSocketAddress(address))
            .setHost(options.authority(target))
            .setPort(target.port())
            .setSsl(options.tls().isPresent())
            .setConnectTimeout(CONNECT_TIMEOUT.toMillis());
    return options
        .tls()
        .map(
            tls ->
                dialer
                    .vertx()
                    .executeBlocking(tls.source()::look, false)
                    .compose(
                        ssl ->
                            dialer
                                .client()
                                .connect(connect.setSslOptions(ssl.options()))
                                .map(made -> new Dialed(made, ssl.generation()))))
        .orElseGet(() -> dialer.client().connect(connect).map(made -> new Dialed(made, 0)));
  }

  private void connected(Dialed dialed) {
    HttpClientConnection made = dialed.connection();
    if (closed) {
      made.close();
      return;
    }
    failures = 0;
    late = 0;
    // A renewal and a reconnection may cross: the later one stays.
    connection.ifPresent(
        other -> other.shutdown(dialer.options().callTimeout().toMillis(), MILLISECONDS));
    connection = Optional.of(made);
    generation = dialed.generation();
    isSettled = false;
    dialer
        .vertx()
        .setTimer(SETTLED_MILLIS, due -> isSettled |= connection.filter(made::equals).isPresent());
    // A collector that goes away finishes what it has; new calls need a new connection.
    made.goAwayHandler(goAway -> drop(made, "the collector goes away"));
    made.shutdownHandler(shutdown -> drop(made, "the collector goes away"));
    made.closeHandler(close -> drop(made, "the connection was closed"));
    watcher.connected(this);
    isReplacing = false;
  }

  /** Whether the connection takes the place of one that worked until it ended. */
  boolean isReplacing() {
    return isReplacing;
  }

  /** The collector answers, be it with a refusal. */
  void answered() {
    late = 0;
    isSettled = true;
  }

  /**
   * A call was not answered in time. The connection on which calls hang is given up.
   *
   * @param isHasty whether the time was so short that a busy collector may have missed it: spans
   *     are on their way on the same connection, so it takes several such calls
   */
  void late(HttpClientConnection hanging, boolean isHasty) {
    late++;
    if (!isHasty || late >= MAX_LATE) {
      isSettled = false;
      drop(hanging, "a call was not answered in time");
      hanging.close();
    }
  }

  private void drop(HttpClientConnection gone, String reason) {
    if (connection.filter(current -> current == gone).isPresent()) {
      connection = Optional.empty();
      if (isSettled && !closed) {
        isReplacing = true;
        watcher.replacing(this);
        connect();
      } else {
        lost(reason);
      }
    }
  }

  private void lost(String reason) {
    if (closed || connection.isPresent()) {
      return;
    }
    isReplacing = false;
    long delay = Math.min(FIRST_DELAY_MILLIS << Math.min(failures, 10), MAX_DELAY_MILLIS);
    failures++;
    long jittered = (long) (delay * (0.8 + 0.4 * dialer.random().nextDouble()));
    dialer
        .vertx()
        .setTimer(
            jittered,
            due -> {
              if (!closed && connection.isEmpty()) {
                connect();
              }
            });
    watcher.lost(this, reason);
  }

  /** Ends the connection when the calls on it have ended. */
  Future<Void> close() {
    closed = true;
    Optional<HttpClientConnection> last = connection;
    connection = Optional.empty();
    return last.map(open -> open.shutdown(CLOSE_SECONDS, SECONDS))
        .orElseGet(Future::succeededFuture);
  }
}
