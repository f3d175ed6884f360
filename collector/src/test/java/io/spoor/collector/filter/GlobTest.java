package io.spoor.collector.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "*, '', true",
    "*, anything, true",
    "GET /health*, GET /healthz, true",
    "GET /health*, GET /health, true",
    "GET /health*, POST /healthz, false",
    "*/health, GET /api/health, true",
    "*/health, GET /api/health/x, false",
    "a*b*c, a--b--b--c, true",
    "a*b*c, acb, false",
    "a.c, abc, false",
    "'', '', true",
    "'', x, false",
    "Größe*, Größe L, true",
  })
  void starStandsForAnyText(String pattern, String text, boolean matches) {
    assertEquals(matches, matches(pattern, text));
  }

  @Test
  void agreesWithRegularExpressions() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      String pattern = letters(random, "ab*", 6);
      String text = letters(random, "ab", 8);
      assertEquals(
          Pattern.matches(pattern.replace("*", ".*"), text),
          matches(pattern, text),
          pattern + " on " + text);
    }
  }

  private static boolean matches(String pattern, String text) {
    byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
    return Glob.of(pattern).matches(bytes, 1, bytes.length - 2);
  }

  private static String letters(Random random, String alphabet, int max) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(max + 1); left > 0; left--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
