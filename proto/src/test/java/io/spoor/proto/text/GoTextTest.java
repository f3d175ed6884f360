package io.spoor.proto.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Texts as Go quotes them. */
final class GoTextTest {

  @Test
  void quotesWhatPrintsAsItIs() {
    assertEquals("\"\"", GoText.quote(""));
    assertEquals("\"a b'c é 日 😀\"", GoText.quote("a b'c é 日 😀"));
  }

  @Test
  void escapesQuotesBackslashesAndControls() {
    assertEquals("\"a\\\"b\\\\c\"", GoText.quote("a\"b\\c"));
    assertEquals(
        "\"\\a\\b\\f\\n\\r\\t\\v\\x00\\x1f\\x7f\"",
        GoText.quote("\u0007\b\f\n\r\t\u000b\u0000\u001f\u007f"));
  }

  @Test
  void escapesUnicodeThatDoesNotPrint() {
    assertEquals(
        "\"\\u0085\\u00a0\\u200b\\u2028\\ufeff\\U000e0001\"",
        GoText.quote("\u0085\u00a0\u200b\u2028\ufeff\udb40\udc01"));
  }

  @Test
  void packageTimeQuotesBytes() {
    assertEquals("\"1\\\"\\\\\\x0a\\xc2\\xb5\u007f\"", GoText.quoteAscii("1\"\\\nµ\u007f"));
  }
}
