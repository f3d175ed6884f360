package io.spoor.collector.tchannel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Farmhash32Test {

  /** Values of Google's own implementation, as its Python binding gives them. */
  @ParameterizedTest
  @CsvSource({
    "0, dc56d17a",
    "1, ca8f538a",
    "2, e5946910",
    "3, b0620718",
    "4, 67094be0",
    "5, e143da72",
    "8, 91ae9a8f",
    "12, a848c836",
    "13, 27bf8607",
    "17, 1721a82a",
    "20, 9787425f",
    "24, 372fdc2c",
    "25, 48fd623d",
    "39, 8ce42e4a",
    "40, dc88ccac",
    "41, dd179fa1",
    "60, 8fcaae04",
    "61, 0bb49e69",
    "100, b47bb652",
    "255, 2d62ccf4",
    "1000, f6ef2bd9"
  })
  void hashesAsFingerprint32(int length, String hash) {
    byte[] bytes = new byte[length + 2];
    for (int i = 0; i < length; i++) {
      bytes[i + 1] = (byte) (i * 131 + 7);
    }
    assertEquals(hash, String.format("%08x", Farmhash32.hash(bytes, 1, length)));
  }
}
