package io.spoor.app.traffic;

import io.spoor.app.Version;
import io.spoor.app.flag.HostPort;
import io.spoor.collector.tchannel.ErrorCode;
import io.spoor.collector.tchannel.Identity;
import io.spoor.collector.tchannel.TChannelClient;
import io.spoor.collector.tchannel.TChannelException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryInputTransport;

/** Calls {@code Collector::submitBatches}, all on one connection. Generator thread only. */
final class TChannelSender implements Sender {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final NetClient net;
  private final SocketAddress target;
  private Optional<Future<TChannelClient>> connection = Optional.empty();

  TChannelSender(Vertx vertx, HostPort target) {
    this.vertx = vertx;
    this.net = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.target = SocketAddress.inetSocketAddress(target.port(), target.host());
  }

  @Override
  public Future<Reply> send(byte[] body) {
    return connected()
        .compose(
            client -> client.call("jaeger-collector", "Collector::submitBatches", body, TIMEOUT))
        .compose(TChannelSender::reply)
        .recover(TChannelSender::refusal);
  }

  @Override
  public Future<Void> close() {
    return net.close();
  }

  private Future<TChannelClient> connected() {
    boolean usable =
        connection
            .filter(known -> !known.failed())
            .filter(known -> !known.isComplete() || known.result().isOpen())
            .isPresent();
    if (!usable) {
      connection =
          Optional.of(
              TChannelClient.connect(
                  vertx,
                  net,
                  target,
                  Identity.ofThisProcess("tracegen", Version.read().number()),
                  "tracegen",
                  TIMEOUT));
    }
    return connection.orElseThrow();
  }

  /** Reads {@code {0: list<{1: bool}>}}. */
  private static Future<Reply> reply(byte[] result) {
    try {
      TProtocol in = new TBinaryProtocol(new TMemoryInputTransport(result));
      TField field = in.readFieldBegin();
      if (field.id != 0 || field.type != TType.LIST) {
        return Future.failedFuture("no list in the answer");
      }
      boolean all = true;
      TList batches = in.readListBegin();
      for (int i = 0; i < batches.size; i++) {
        for (field = in.readFieldBegin(); field.type != TType.STOP; field = in.readFieldBegin()) {
          all &= in.readBool();
        }
      }
      return Future.succeededFuture(all ? Reply.ACKNOWLEDGED : Reply.REFUSED);
    } catch (TException e) {
      return Future.failedFuture(e);
    }
  }

  private static Future<Reply> refusal(Throwable failure) {
    return failure instanceof TChannelException error && error.code() == ErrorCode.BUSY
        ? Future.succeededFuture(Reply.REFUSED)
        : Future.failedFuture(failure);
  }
}
