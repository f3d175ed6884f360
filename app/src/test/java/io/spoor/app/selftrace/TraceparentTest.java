package io.spoor.app.selftrace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** W3C Trace Context, version 00. */
final class TraceparentTest {

  @Test
  void readsWhatItWrites() {
    String text = "00-ffeeddccbbaa99887766554433221100-8899aabbccddeeff-01";
    Traceparent parsed = Traceparent.parse(text).orElseThrow();
    assertEquals(
        new Traceparent(0xffeeddccbbaa9988L, 0x7766554433221100L, 0x8899aabbccddeeffL, true),
        parsed);
    assertEquals(text, parsed.toString());
    assertEquals(
        "00-00000000000000010000000000000002-0000000000000003-00",
        new Traceparent(1, 2, 3, false).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-00000000000000000000000000000000-8899aabbccddeeff-01",
        "00-ffeeddccbbaa99887766554433221100-0000000000000000-01",
        "01-ffeeddccbbaa99887766554433221100-8899aabbccddeeff-01",
        "00-FFEEDDCCBBAA99887766554433221100-8899aabbccddeeff-01",
        "00-ffeeddccbbaa99887766554433221100-8899aabbccddeeff-01-x"
      })
  void takesNothingElse(String text) {
    assertEquals(Optional.empty(), Traceparent.parse(text));
  }
}
