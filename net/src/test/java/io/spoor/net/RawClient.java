package io.spoor.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** Bytes on a socket, well-behaved or not. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  final Socket socket;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** What comes until the server ends the connection. */
  String readToEnd() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] step = new byte[4096];
    try {
      for (int n = socket.getInputStream().read(step);
          n >= 0;
          n = socket.getInputStream().read(step)) {
        out.write(step, 0, n);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server does not end the connection: " + out, e);
    } catch (SocketException e) {
      // Reset: ended, too.
    }
    return out.toString(ISO_8859_1);
  }

  /** Reads until a text has come. */
  String readUntil(String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        throw new AssertionError("ended after: " + read);
      }
      read.append((char) b);
    }
    return read.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
