package io.spoor.bench.variant;

import com.google.protobuf.ByteString;

/** What the variants compare keys with. */
final class Payloads {
  static final String SERVICE_NAME_STRING = "service.name";
  static final ByteString SERVICE_NAME_BYTES = ByteString.copyFromUtf8(SERVICE_NAME_STRING);

  private Payloads() {}
}
