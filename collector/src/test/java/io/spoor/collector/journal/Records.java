package io.spoor.collector.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.collector.Received;
import io.spoor.collector.Transport;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.storage.Tenant;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** Records that say which they are: the number stands at the start of the body. */
final class Records {
  private Records() {}

  static Received record(long number, int bodyBytes) {
    byte[] body = ByteBuffer.allocate(Math.max(bodyBytes, 8)).putLong(number).array();
    return new Received(
        Tenant.DEFAULT, SpanFormat.OTLP_PROTO, Transport.GRPC, 1_000_000 + number, 3, body);
  }

  static Received random(long number, int maxBodyBytes, RandomGenerator random) {
    byte[] body = new byte[8 + random.nextInt(maxBodyBytes)];
    random.nextBytes(body);
    ByteBuffer.wrap(body).putLong(number);
    SpanFormat[] formats = SpanFormat.values();
    Transport[] transports = Transport.values();
    return new Received(
        random.nextBoolean() ? Tenant.DEFAULT : new Tenant("tenant-" + random.nextInt(3)),
        formats[random.nextInt(formats.length)],
        transports[random.nextInt(transports.length)],
        random.nextLong(),
        random.nextInt(),
        body);
  }

  static long number(Received received) {
    return ByteBuffer.wrap(received.body()).getLong();
  }

  static void assertSame(Received expected, Received actual) {
    assertEquals(expected.tenant(), actual.tenant());
    assertEquals(expected.format(), actual.format());
    assertEquals(expected.transport(), actual.transport());
    assertEquals(expected.receivedAtMillis(), actual.receivedAtMillis());
    assertEquals(expected.spans(), actual.spans());
    assertArrayEquals(expected.body(), actual.body());
  }
}
