package io.spoor.collector.tchannel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.DecodeException;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/** The payload of both init frames (contract: collector.md §2.2). */
record InitMessage(int version, Map<String, String> headers) {
  static final int VERSION = 2;
  static final String HOST_PORT = "host_port";
  static final String PROCESS_NAME = "process_name";

  /** What a client says that takes no calls. */
  static final String EPHEMERAL = "0.0.0.0:0";

  InitMessage {
    headers = Map.copyOf(headers);
  }

  static InitMessage read(PayloadReader in) throws DecodeException {
    int version = in.readShort();
    Map<String, String> headers = new HashMap<>();
    for (int left = in.readShort(); left > 0; left--) {
      String key = in.readText();
      headers.put(key, in.readText());
    }
    return new InitMessage(version, headers);
  }

  /** The payload that introduces this process. */
  static Buffer write(Identity identity, String hostPort) {
    Buffer out = Buffer.buffer().appendUnsignedShort(VERSION).appendUnsignedShort(5);
    header(out, HOST_PORT, hostPort);
    header(out, PROCESS_NAME, identity.processName());
    header(out, "tchannel_language", Identity.LANGUAGE);
    header(out, "tchannel_language_version", identity.languageVersion());
    header(out, "tchannel_version", identity.version());
    return out;
  }

  private static void header(Buffer out, String key, String value) {
    text(out, key);
    text(out, value);
  }

  private static void text(Buffer out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.appendUnsignedShort(bytes.length).appendBytes(bytes);
  }
}
