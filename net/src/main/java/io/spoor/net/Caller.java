package io.spoor.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import io.spoor.net.PortMetrics.Ending;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One connection from its first byte to its end, whatever is spoken on it: sees to it that it keeps
 * its times. It is looked at now and then instead of having a timer for each request. First in the
 * pipeline; event loop of the connection.
 */
final class Caller extends ChannelInboundHandlerAdapter {
  static final AttributeKey<Caller> KEY = AttributeKey.valueOf(Caller.class, "caller");
  private static final long NO_ERROR = 0x0;
  private static final long REQUEST_CANCELLED = 0x8;

  /** How long a client may take to hear that it shall go. */
  private static final long GOING_NANOS = 1_000_000_000L;

  /** What is waited for. */
  private enum Phase {
    /** The first request, or that HTTP/2 is spoken. */
    FIRST,
    /** The headers of a later request of HTTP/1, of which some bytes have come. */
    HEAD,
    /** Nothing: as long as there is no visit, this is idle time. */
    OPEN
  }

  private final Port port;
  private final Sender sender;
  private final long acceptedAt;
  private final long maxAgeNanos;
  private Phase phase = Phase.FIRST;
  private long since;
  private boolean isHttp1;
  private boolean isTold;
  private boolean isShutDown;
  private long toldAt;
  private long unread;
  private long stalledAt;
  private long graceMillis;
  private Optional<HttpConnection> http = Optional.empty();
  private Optional<HttpServerRequest> last = Optional.empty();
  private Visit first;
  private ScheduledFuture<?> checks;

  Caller(Port port, Sender sender) {
    this.port = port;
    this.sender = sender;
    this.acceptedAt = port.nanos().getAsLong();
    this.since = acceptedAt;
    this.maxAgeNanos = jittered(port.bounds().maxAge());
  }

  /** Whose connection this is; empty where nobody watches the door. */
  static Optional<Caller> of(HttpConnection connection) {
    return of(((HttpServerConnection) connection).channelHandlerContext().channel());
  }

  static Optional<Caller> of(Channel channel) {
    return Optional.ofNullable(channel.attr(KEY).get());
  }

  Sender sender() {
    return sender;
  }

  /** HTTP is spoken. With version 2 a connection may wait for requests; before, one is due. */
  void speaks(HttpConnection connection, boolean isHttp2) {
    http = Optional.of(connection);
    isHttp1 = !isHttp2;
    if (isHttp2) {
      wait(Phase.OPEN);
    }
  }

  /** Somebody else keeps the connection's times from here on. */
  void speaksOtherwise() {
    if (checks != null) {
      checks.cancel(false);
    }
  }

  /** The headers of a request are there. */
  void visits(HttpServerRequest request, Reception reception) {
    wait(Phase.OPEN);
    if (isHttp1) {
      last = Optional.of(request);
    }
    if (request.isEnded()) {
      return;
    }
    Visit visit = new Visit(request, reception, since + port.bounds().requestTimeout().toNanos());
    visit.next = first;
    if (first != null) {
      first.previous = visit;
    }
    first = visit;
    request.end().onComplete(ended -> leave(visit));
  }

  /** What to do when the rest of a body will not come. */
  void whenAbandoned(HttpServerRequest request, Runnable action) {
    for (Visit visit = first; visit != null; visit = visit.next) {
      if (visit.isOf(request)) {
        visit.whenAbandoned(action);
        return;
      }
    }
  }

  private void leave(Visit visit) {
    if (visit.previous == null && visit != first) {
      return;
    }
    if (visit.previous == null) {
      first = visit.next;
    } else {
      visit.previous.next = visit.next;
    }
    if (visit.next != null) {
      visit.next.previous = visit.previous;
    }
    visit.previous = null;
    visit.next = null;
    since = port.nanos().getAsLong();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    long period = port.bounds().checkNanos();
    checks =
        context
            .executor()
            .scheduleWithFixedDelay(() -> check(context), period, period, TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    speaksOtherwise();
    for (Visit visit = first; visit != null; visit = visit.next) {
      visit.abandon();
    }
    first = null;
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isHttp1 && phase == Phase.OPEN && first == null && isLastAnswered()) {
      wait(Phase.HEAD);
    }
    context.fireChannelRead(message);
  }

  /** Headers that come before the answer is out are not looked at until it is. */
  private boolean isLastAnswered() {
    return last.isEmpty() || last.get().response().ended();
  }

  private void wait(Phase next) {
    phase = next;
    since = port.nanos().getAsLong();
  }

  private void check(ChannelHandlerContext context) {
    long now = port.nanos().getAsLong();
    Bounds bounds = port.bounds();
    if (phase != Phase.OPEN) {
      if (now - since >= bounds.headTimeout().toNanos()) {
        end(Ending.NO_REQUEST, context);
      }
      return;
    }
    for (Visit visit = first; visit != null; ) {
      Visit following = visit.next;
      if (visit.isLate(now)) {
        tooSlow(visit, context);
      } else if (visit.isAnswered(now)) {
        cut(visit, Ending.UNREAD_BODY, context);
      }
      visit = following;
    }
    if (isStalled(now, context)) {
      port.metrics().ended(Ending.SLOW_READER);
      drop(context);
    } else if (isTold) {
      if (!isShutDown && now - toldAt >= GOING_NANOS) {
        shutDown();
      } else if (now - toldAt >= 2 * GOING_NANOS + graceMillis * 1_000_000L) {
        // Past all that waits for a client that does not read.
        drop(context);
      }
    } else if (first == null
        && !bounds.idleTimeout().isZero()
        && now - since >= bounds.idleTimeout().toNanos()) {
      retire(Ending.IDLE, bounds.requestTimeout());
    } else if (maxAgeNanos > 0 && !isHttp1 && now - acceptedAt >= maxAgeNanos) {
      retire(Ending.AGE, bounds.ageGrace());
    }
  }

  /** Whether nothing of what waits for the other end was read as long as a request may take. */
  private boolean isStalled(long now, ChannelHandlerContext context) {
    long waiting = context.channel().bytesBeforeWritable();
    if (waiting == 0 || waiting < unread) {
      stalledAt = now;
    }
    unread = waiting;
    return waiting > 0 && now - stalledAt >= port.bounds().requestTimeout().toNanos();
  }

  private void tooSlow(Visit visit, ChannelHandlerContext context) {
    if (!visit.request().response().headWritten()) {
      visit
          .reception()
          .refuse(
              visit.request(),
              new Refusal(
                  Refusal.Kind.TOO_SLOW,
                  "request was not whole after "
                      + port.bounds().requestTimeout().toMillis()
                      + " ms",
                  Optional.empty()));
    }
    cut(visit, Ending.SLOW_REQUEST, context);
  }

  /** Ends what a request is sent on: its stream, or with HTTP/1 its connection. */
  private void cut(Visit visit, Ending reason, ChannelHandlerContext context) {
    leave(visit);
    visit.abandon();
    if (visit.request().version() == HttpVersion.HTTP_2) {
      port.metrics().ended(reason);
      visit.request().response().reset(REQUEST_CANCELLED);
    } else {
      end(reason, context);
    }
  }

  private void end(Ending reason, ChannelHandlerContext context) {
    port.metrics().ended(reason);
    // What was written before goes out first.
    context.channel().close().addListener(closed -> {});
  }

  /** Whatever still waits to go out is forgotten. */
  private static void drop(ChannelHandlerContext context) {
    // From the front of the pipeline: nobody behind it gets to wait for its answers.
    context.close().addListener(closed -> {});
  }

  /**
   * Ends the connection when its requests are answered. A client of HTTP/2 is told first: what it
   * sends before it has heard is answered, too.
   */
  private void retire(Ending reason, Duration grace) {
    port.metrics().ended(reason);
    isTold = true;
    toldAt = port.nanos().getAsLong();
    graceMillis = grace.isZero() ? Integer.MAX_VALUE : grace.toMillis();
    if (isHttp1) {
      shutDown();
    } else {
      http.ifPresent(connection -> connection.goAway(NO_ERROR, Integer.MAX_VALUE));
    }
  }

  private void shutDown() {
    isShutDown = true;
    http.ifPresent(connection -> connection.shutdown(graceMillis, TimeUnit.MILLISECONDS));
  }

  private static long jittered(Duration age) {
    return (long) (age.toNanos() * (0.9 + 0.2 * ThreadLocalRandom.current().nextDouble()));
  }
}
