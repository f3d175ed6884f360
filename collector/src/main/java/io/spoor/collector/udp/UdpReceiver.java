package io.spoor.collector.udp;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.receiver.RefusedException;
import io.spoor.collector.receiver.RefusedException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP port: one datagram is one Thrift call, and nothing is answered (contract: collector.md
 * §7.1). Datagrams are read by a thread of the port's own with one buffer: Vert.x's sockets cut
 * them silently unless the socket's buffer in the kernel is made as small as one of them. One
 * instance a port.
 */
public final class UdpReceiver extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(UdpReceiver.class);

  /** How long a stop waits for packets on their way into the journal. */
  private static final Duration DRAIN = Duration.ofSeconds(5);

  /** After an error of the socket, so that one that lasts does not take a processor. */
  private static final long READ_ERROR_PAUSE_MILLIS = 100;

  private final UdpOptions options;
  private final PacketHandler handler;
  private final UdpMetrics metrics;
  private final ReceiverMetrics requests;
  // One for the reader, and one for each packet on its way: at zero, all is done.
  private final AtomicInteger holders = new AtomicInteger(1);
  private final Promise<Void> drained = Promise.promise();
  // Set on the event loop before the thread starts.
  private DatagramChannel channel;

  /**
   * A port that is closed until it is deployed.
   *
   * @param requests may be shared by the ports
   */
  public UdpReceiver(
      Intake intake,
      ReceiverMetrics requests,
      ClientStatistics clients,
      MeterRegistry registry,
      UdpOptions options) {
    this.options = requireNonNull(options, "options");
    this.requests = requireNonNull(requests, "requests");
    this.handler = new PacketHandler(intake, options.protocol(), clients);
    this.metrics = new UdpMetrics(registry, options);
  }

  @Override
  public Future<?> start() throws IOException {
    channel = DatagramChannel.open();
    try {
      channel.setOption(
          StandardSocketOptions.SO_RCVBUF,
          options.socketBufferBytes() > 0
              ? options.socketBufferBytes()
              : UdpOptions.DEFAULT_SOCKET_BUFFER_BYTES);
      channel.bind(options.address());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    Thread reader = new Thread(this::readAll, "spoor-udp-" + port());
    reader.setDaemon(true);
    reader.start();
    return Future.succeededFuture();
  }

  /** The port in use. */
  public int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** Reads no more, and completes when what was read is in the journal. */
  @Override
  public Future<?> stop() throws IOException {
    long start = System.nanoTime();
    channel.close();
    long timer = vertx.setTimer(DRAIN.toMillis(), late -> drained.tryComplete());
    return drained
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              metrics.closed(Duration.ofNanos(System.nanoTime() - start));
            });
  }

  private void readAll() {
    // One byte more than may come, so that a datagram that was cut is seen.
    ByteBuffer buffer = ByteBuffer.allocateDirect(options.maxPacketBytes() + 1);
    byte[] packet = new byte[options.maxPacketBytes() + 1];
    try {
      while (true) {
        try {
          buffer.clear();
          channel.receive(buffer);
          buffer.flip();
          int length = buffer.remaining();
          buffer.get(packet, 0, length);
          take(packet, length);
        } catch (ClosedChannelException e) {
          return;
        } catch (IOException e) {
          metrics.readFailed();
          LOG.warn("Reading from UDP port {} failed", options.address().getPort(), e);
          Thread.sleep(READ_ERROR_PAUSE_MILLIS);
        } catch (RuntimeException e) {
          metrics.handlerFailed();
          LOG.error("A packet on UDP port {} failed", options.address().getPort(), e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      letGo();
    }
  }

  private void take(byte[] packet, int length) {
    if (length > options.maxPacketBytes()) {
      metrics.handlerFailed();
      requests.refused(Reason.TOO_LARGE);
      return;
    }
    if (metrics.started() > options.queuePackets()) {
      metrics.finished();
      metrics.dropped();
      requests.refused(Reason.OVERLOADED);
      return;
    }
    metrics.processed(length);
    holders.incrementAndGet();
    Future<Integer> kept;
    try {
      kept = handler.handle(packet, length);
    } catch (RuntimeException e) {
      finished();
      throw e;
    }
    kept.onComplete(
        spans -> {
          finished();
          requests.accepted(spans);
        },
        failure -> {
          finished();
          refused(failure);
        });
  }

  private void finished() {
    metrics.finished();
    letGo();
  }

  private void letGo() {
    if (holders.decrementAndGet() == 0) {
      drained.tryComplete();
    }
  }

  /** A journal that is full has no room for a packet either: it is dropped like one too many. */
  private void refused(Throwable failure) {
    Reason reason = failure instanceof RefusedException known ? known.reason() : Reason.BROKEN;
    requests.refused(reason);
    if (reason == Reason.OVERLOADED) {
      metrics.dropped();
    } else {
      metrics.handlerFailed();
      LOG.debug("A packet on UDP port {} is refused", options.address().getPort(), failure);
    }
  }
}
