package io.spoor.proto.zipkin;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonNumbers;
import io.spoor.proto.wire.JsonReader;

/**
 * What both versions have in their JSON: ids, names, flags, endpoints (contract: zipkin.md §18, P1
 * to P6). Absent and null are the same everywhere. Confined to one thread.
 */
final class JsonParts {
  static final byte[] TRACE_ID = Ascii.of("traceId");
  static final byte[] ID = Ascii.of("id");
  static final byte[] PARENT_ID = Ascii.of("parentId");
  static final byte[] NAME = Ascii.of("name");
  static final byte[] TIMESTAMP = Ascii.of("timestamp");
  static final byte[] DURATION = Ascii.of("duration");
  static final byte[] DEBUG = Ascii.of("debug");
  static final byte[] ANNOTATIONS = Ascii.of("annotations");
  static final byte[] VALUE = Ascii.of("value");

  private static final byte[] SERVICE_NAME = Ascii.of("serviceName");
  private static final byte[] IPV4 = Ascii.of("ipv4");
  private static final byte[] IPV6 = Ascii.of("ipv6");
  private static final byte[] PORT = Ascii.of("port");
  private static final int MAX_PORT = 0xffff;

  private final JsonReader in;
  private final IpText ip = new IpText();

  JsonParts(JsonReader in) {
    this.in = in;
  }

  /** Reads an id as text: a string or, as Zipkin takes it too, the digits of a number. */
  void readId(int maxLength) throws DecodeException {
    if (in.peek() == '"') {
      in.readString();
    } else {
      in.readNumber();
    }
    if (in.textLength() > maxLength) {
      throw new DecodeException("more than " + maxLength + " characters");
    }
  }

  /** The high half of the id that was read last. */
  long high() throws DecodeException {
    int length = in.textLength();
    return length > 16 ? JsonNumbers.parseHex(in.array(), in.textAt(), length - 16) : 0;
  }

  /** The low half of the id that was read last. */
  long low() throws DecodeException {
    int length = Math.min(in.textLength(), 16);
    int at = in.textAt() + in.textLength() - length;
    return JsonNumbers.parseHex(in.array(), at, length);
  }

  /** A span's id: what stands before the last 16 digits must be digits too. */
  long readSpanId(int maxLength) throws DecodeException {
    readId(maxLength);
    high();
    return low();
  }

  /** Reads text; null is empty. Says whether there is any. */
  boolean readText() throws DecodeException {
    if (in.skipNull()) {
      return false;
    }
    in.readString();
    return in.textLength() > 0;
  }

  /** Reads a string, or a number or truth value as the text it stands there as. */
  void readAsText() throws DecodeException {
    switch (in.peek()) {
      case '"' -> in.readString();
      case 't', 'f' -> in.readBoolean();
      case '{', '[' -> throw in.unexpected("text");
      default -> in.readNumber();
    }
  }

  /** A number, 0 for null. */
  long readNumber() throws DecodeException {
    return in.skipNull() ? 0 : in.readLong();
  }

  /** A truth value, false for null. */
  boolean readFlag() throws DecodeException {
    return !in.skipNull() && in.readBoolean();
  }

  /** Reads an endpoint; null is an empty one. */
  void readEndpoint(Endpoint endpoint) throws DecodeException {
    endpoint.clear();
    if (in.skipNull()) {
      return;
    }
    in.beginObject();
    while (in.nextMember()) {
      if (in.textIs(SERVICE_NAME)) {
        endpoint.serviceLength = readText() ? in.textLength() : 0;
        endpoint.serviceAt = in.textAt();
      } else if (in.textIs(IPV4) || in.textIs(IPV6)) {
        if (readText()) {
          ip.parse(in.array(), in.textAt(), in.textLength(), endpoint);
        }
      } else if (in.textIs(PORT)) {
        long port = readNumber();
        endpoint.port = port > 0 && port <= MAX_PORT ? (int) port : 0;
      } else {
        in.skipValue();
      }
    }
  }
}
