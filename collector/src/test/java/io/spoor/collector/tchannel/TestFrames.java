package io.spoor.collector.tchannel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.DecodeException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Messages as an old agent writes them. */
final class TestFrames {
  private TestFrames() {}

  /** A message that can be written in many ways. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  record Message(int type, int id, Buffer head, byte[] arg1, byte[] arg2, byte[] arg3) {

    byte[] write(MessageWriter writer, ChecksumType checksum) {
      return writer.write(type, id, head, checksum.start(), arg1, arg2, arg3).getBytes();
    }
  }

  static byte[] call(int id, String service, String method, byte[] body) {
    return request(id, 10_000, new byte[25], service, method, body)
        .write(new MessageWriter(), ChecksumType.CRC32);
  }

  static byte[] submit(int id, byte[] arguments) {
    return call(id, "jaeger-collector", "Collector::submitBatches", arguments);
  }

  static Message request(
      int id, int ttlMillis, byte[] tracing, String service, String method, byte[] body) {
    Buffer head = Buffer.buffer().appendInt(ttlMillis).appendBytes(tracing);
    Call.shortText(head, service);
    head.appendByte((byte) 2);
    Call.shortText(head, "as");
    Call.shortText(head, "thrift");
    Call.shortText(head, "cn");
    Call.shortText(head, "jaeger-agent");
    return new Message(FrameType.CALL_REQ, id, head, method.getBytes(UTF_8), new byte[2], body);
  }

  /** The frames of a message, each by itself. */
  static List<byte[]> split(byte[] frames) {
    List<byte[]> parts = new ArrayList<>();
    int at = 0;
    while (at < frames.length) {
      int size = (frames[at] & 0xff) << 8 | (frames[at + 1] & 0xff);
      parts.add(Arrays.copyOfRange(frames, at, at + size));
      at += size;
    }
    return parts;
  }

  /** The third argument of an answer of one frame, in hex. */
  static String body(String frame) throws DecodeException {
    byte[] bytes = HexFormat.of().parseHex(frame);
    if (bytes[2] != FrameType.CALL_RES) {
      throw new AssertionError("not an answer: " + frame);
    }
    PayloadReader in = new PayloadReader(bytes, FrameType.HEADER_BYTES, bytes.length);
    in.skip(2 + FrameType.TRACING_BYTES);
    for (int left = in.readByte(); left > 0; left--) {
      in.readShortText();
      in.readShortText();
    }
    Body body = Arguments.first(in, false).body();
    return HexFormat.of()
        .formatHex(Arrays.copyOfRange(body.bytes(), body.from(), body.from() + body.length()));
  }
}
