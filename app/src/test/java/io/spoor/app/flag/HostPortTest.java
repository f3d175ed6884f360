package io.spoor.app.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: collector.md §0. */
final class HostPortTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "14250, ``, 14250, :14250",
        ":14250, ``, 14250, :14250",
        ":0, ``, 0, :0",
        "localhost:65535, localhost, 65535, localhost:65535",
        "0.0.0.0:1, 0.0.0.0, 1, 0.0.0.0:1",
        "[::1]:80, ::1, 80, [::1]:80",
        "[::]:80, ::, 80, [::]:80"
      })
  void reads(String text, String host, int port, String shown) {
    HostPort address = HostPort.parse(text);
    assertEquals(new HostPort(host, port), address);
    assertEquals(shown, address.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "host",
        "host:",
        "host:http",
        ":-1",
        ":65536",
        ":+1",
        "1:2:3",
        "::1",
        "[::1",
        "[::1]",
        "[::1:80",
        ":99999999999",
        "http://host:1"
      })
  void refuses(String text) {
    assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));
  }

  @Test
  void bindsEveryInterfaceWithoutAHost() {
    assertEquals("0.0.0.0", HostPort.parse(":1").bindHost());
    assertEquals("::1", HostPort.parse("[::1]:1").bindHost());
  }
}
