package io.spoor.collector.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.proto.wire.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServiceNamesTest {
  private final ServiceNames names = new ServiceNames();

  @ParameterizedTest
  @CsvSource({
    "Front-End.v2, front-end.v2",
    "a/b c:d, a_b_c_d",
    "under_score, under_score",
    "é, _",
    "日本, 日本",
    "'', __unknown"
  })
  void cleansNamesAsJaegerDoes(String name, String label) {
    assertEquals(label, label(name));
  }

  @Test
  void countsServicesBeyondTheBoundAsOne() {
    for (int i = 0; i < 4000; i++) {
      assertEquals("service-" + i, label("service-" + i));
    }
    for (int i = 4000; i < 20_000; i++) {
      assertEquals("other-services", label("service-" + i));
    }
    assertEquals("service-17", label("Service-17"));
  }

  private String label(String name) {
    WireWriter out = new WireWriter(64);
    byte[] bytes = name.getBytes(UTF_8);
    if (bytes.length > 0) {
      out.writeField(0x0a, bytes, 0, bytes.length);
    }
    return names.label(out.array(), 0, out.size());
  }
}
