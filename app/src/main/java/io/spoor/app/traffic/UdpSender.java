package io.spoor.app.traffic;

import io.spoor.app.flag.HostPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;

/** Sends each body as one datagram. Nobody answers. */
final class UdpSender implements Sender {
  private final DatagramSocket socket;
  private final HostPort target;

  UdpSender(Vertx vertx, HostPort target) {
    this.socket = vertx.createDatagramSocket();
    this.target = target;
  }

  @Override
  public Future<Reply> send(byte[] body) {
    return socket.send(Buffer.buffer(body), target.port(), target.host()).map(Reply.UNCONFIRMED);
  }

  @Override
  public Future<Void> close() {
    return socket.close();
  }
}
