package io.spoor.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.flag.FlagException;
import io.spoor.app.flag.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The syntax of tag flags (contract: collector.md §7.5). */
final class CollectorTagsTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("HOST", "h1", "EMPTY", "");

  @Test
  void splitsAtCommasAndTheFirstEqualsSignAndTrims() {
    assertEquals(Map.of("a", "1", "b", "x=y", "c", ""), parse(" a = 1 ,b=x=y,c="));
    assertEquals(Map.of(), parse(""));
    assertEquals(Map.of("", "v"), parse("=v"));
  }

  @Test
  void laterDuplicateWins() {
    assertEquals(Map.of("a", "2"), parse("a=1,a=2"));
  }

  @Test
  void expandsVariables() {
    assertEquals(Map.of("a", "h1"), parse("a=${HOST}"));
    assertEquals(Map.of("a", "h1"), parse("a=${HOST:other}"));
    assertEquals(Map.of("a", "other"), parse("a=${MISSING:other}"));
    assertEquals(Map.of("a", "other"), parse("a=${EMPTY:other}"));
    assertEquals(Map.of("a", "x:y"), parse("a=${MISSING:x:y}"));
  }

  @Test
  void skipsEntriesOfUnsetVariablesUnlessThereIsADefaultEvenAnEmptyOne() {
    assertEquals(Map.of("b", "1"), parse("a=${MISSING},b=1"));
    assertEquals(Map.of("b", "1"), parse("a=${EMPTY},b=1"));
    assertEquals(Map.of("a", "", "b", "1"), parse("a=${MISSING:},b=1"));
  }

  @Test
  void expandsWholeValuesOnly() {
    assertEquals(
        Map.of("a", "x${HOST}", "b", "${HOST}x", "c", "$HOST", "${HOST}", "d"),
        parse("a=x${HOST},b=${HOST}x,c=$HOST,${HOST}=d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a=1,b", "a=1,", ",a=1"})
  void refusesEntriesWithoutAnEqualsSign(String text) {
    assertThrows(IllegalArgumentException.class, () -> parse(text));
    Settings settings = new Settings(Map.of("collector.tags", text), Map.of());
    CollectorOptions.read(settings, Map.of());
    String complaint = assertThrows(FlagException.class, settings::verify).getMessage();
    assertTrue(complaint.contains("--collector.tags"), complaint);
  }

  private static Map<String, String> parse(String text) {
    return CollectorOptions.parseTags(text, ENVIRONMENT);
  }
}
