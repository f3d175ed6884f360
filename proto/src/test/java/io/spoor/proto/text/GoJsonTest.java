package io.spoor.proto.text;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.proto.Seeded;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: query.md §5.1, the rows of {@code tags}. */
final class GoJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-12.50e+3",
        "1E9",
        "\"\"",
        "\"\\u00e9\\\"\\\\\\/\\b\\f\\n\\r\\t é\u007f\"",
        "[]",
        "{}",
        " [ 1 , [ ] , { } , \"a\" ] ",
        "\t{\"a\" : \"b\" ,\r\n\"c\":{\"d\":[null]}}\n"
      })
  void passesJson(String text) {
    assertDoesNotThrow(() -> GoJson.check(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``          | unexpected end of JSON input
          `  `        | unexpected end of JSON input
          {           | unexpected end of JSON input
          {"a"        | unexpected end of JSON input
          {"a":       | unexpected end of JSON input
          {"a":1      | unexpected end of JSON input
          [1,         | unexpected end of JSON input
          "a          | unexpected end of JSON input
          "\\u12      | unexpected end of JSON input
          -           | unexpected end of JSON input
          tru         | unexpected end of JSON input
          foo         | invalid character 'o' in literal false (expecting 'a')
          nulx        | invalid character 'x' in literal null (expecting 'l')
          trie        | invalid character 'i' in literal true (expecting 'u')
          abc         | invalid character 'a' looking for beginning of value
          'a'         | invalid character '\\'' looking for beginning of value
          é           | invalid character 'Ã' looking for beginning of value
          [,]         | invalid character ',' looking for beginning of value
          [1,]        | invalid character ']' looking for beginning of value
          [1 2]       | invalid character '2' after array element
          {a:1}       | invalid character 'a' looking for beginning of object key string
          {"a":1,}    | invalid character '}' looking for beginning of object key string
          {"a" 1}     | invalid character '1' after object key
          {"a""b"}    | invalid character '"' after object key
          {"a":1 "b"} | invalid character '"' after object key:value pair
          {"a":1]     | invalid character ']' after object key:value pair
          {} x        | invalid character 'x' after top-level value
          01          | invalid character '1' after top-level value
          -a          | invalid character 'a' in numeric literal
          1.a         | invalid character 'a' after decimal point in numeric literal
          1ea         | invalid character 'a' in exponent of numeric literal
          "\\x"       | invalid character 'x' in string escape code
          "\\u12g4"   | invalid character 'g' in \\u hexadecimal character escape
          """)
  void complainsInGosWords(String text, String message) {
    assertEquals(message, complaint(text));
  }

  @Test
  void showsControlCharactersAsGoDoes() {
    assertEquals("invalid character '\\n' in string literal", complaint("\"a\n\""));
    assertEquals("invalid character '\\x01' in string literal", complaint("\"\u0001\""));
  }

  @Test
  void boundsDepthWithoutRecursion() {
    GoJson.check("[".repeat(10_000) + "]".repeat(10_000));
    assertEquals("exceeded max depth", complaint("[".repeat(1_000_000)));
  }

  @Test
  void answersEveryTextWithAVerdict() {
    Seeded seeded = Seeded.named("GoJsonTest");
    String alphabet = "{}[]:,\"\\u0eE+-.1 tfnrualse\n\u0001é";
    int passed = 0;
    for (int i = 0; i < Seeded.cases(50_000); i++) {
      Random random = seeded.random(i);
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        GoJson.check(text.toString());
        passed++;
      } catch (IllegalArgumentException e) {
        assertTrue(
            e.getMessage().startsWith("invalid character '")
                || e.getMessage().equals("unexpected end of JSON input"),
            () -> seeded.describe(0) + ": " + e.getMessage());
      }
    }
    assertTrue(passed > 0, "nothing passed");
  }

  private static String complaint(String text) {
    return assertThrows(IllegalArgumentException.class, () -> GoJson.check(text)).getMessage();
  }
}
