package io.spoor.collector.tchannel;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;

/** A caller that writes bytes and reads frames. */
final class RawPeer implements AutoCloseable {
  static final String INIT_REQ =
      "009c0100000000010000000000000000000200050009686f73745f706f72740009302e302e302e303a30"
          + "000c70726f636573735f6e616d65000e6167656e742d6c696e75785b315d0011746368616e6e656c5f6c"
          + "616e67756167650002676f0019746368616e6e656c5f6c616e67756167655f76657273696f6e0006312e"
          + "31322e310010746368616e6e656c5f76657273696f6e0006312e31352e30";

  private final Socket socket;
  private final DataInputStream in;

  private RawPeer(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Connects and says nothing. */
  static RawPeer silent(int port) throws IOException {
    return new RawPeer(port);
  }

  /** Connects and introduces itself. */
  static RawPeer introduced(int port) throws IOException {
    RawPeer peer = new RawPeer(port);
    peer.send(INIT_REQ);
    String answer = peer.frame();
    if (!answer.startsWith("02", 4)) {
      throw new AssertionError("no init res: " + answer);
    }
    return peer;
  }

  void send(String hex) throws IOException {
    send(HexFormat.of().parseHex(hex));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** The next frame, in hex. */
  String frame() throws IOException {
    int size = in.readUnsignedShort();
    byte[] frame = new byte[size];
    frame[0] = (byte) (size >> 8);
    frame[1] = (byte) size;
    in.readFully(frame, 2, size - 2);
    return HexFormat.of().formatHex(frame);
  }

  /** Whether the server closes the connection, after whatever it still says. */
  boolean isClosedByServer() throws IOException {
    try {
      while (true) {
        frame();
      }
    } catch (EOFException | SocketException e) {
      return true;
    }
  }

  /** Whether a ping is answered, and before it nothing else. */
  boolean isQuiet() throws IOException {
    send("0010d000000000630000000000000000");
    return frame().equals("0010d100000000630000000000000000");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
