package io.spoor.storage.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.storage.StorageException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags are found by exact key and by a regular expression over the text of the whole value. */
public abstract class TagSearchContract extends StoreContract {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text|GET /a",
        "yes|true",
        "no|false",
        "int|200",
        "negative|-17",
        "long|-9223372036854775808",
        "half|12.5",
        "large|1e\\+21",
        "small|1e-07",
        "whole|3",
        "binary|00ff1a",
        "empty|''"
      })
  void matchesTheTextOfEveryType(String key, String expression) {
    write(
        TestSpan.span(1, 1)
            .tag("text", "GET /a")
            .tag("yes", true)
            .tag("no", false)
            .tag("int", 200L)
            .tag("negative", -17L)
            .tag("long", Long.MIN_VALUE)
            .tag("half", 12.5)
            .tag("large", 1e21)
            .tag("small", 1e-7)
            .tag("whole", 3.0)
            .tag("binary", new byte[] {0, -1, 26})
            .tag("empty", ""));

    assertEquals(List.of(1L), findLow(TestQuery.query().tag(key, expression)));
    assertEquals(List.of(), findLow(TestQuery.query().tag(key, expression + "x")));
  }

  @Test
  void matchesTheTextOfALongFloat() {
    write(TestSpan.span(1, 1).tag("k", 123456789.123456), TestSpan.span(2, 2).tag("k", 1.5));

    assertEquals(List.of(1L), findLow(TestQuery.query().tag("k", "123456789.1")));
  }

  @Test
  void looksIntoSpanProcessAndLogs() {
    write(
        TestSpan.span(1, 1).tag("k", "v"),
        TestSpan.span(2, 2).processTag("k", "v"),
        TestSpan.span(3, 3).log("k", "v"),
        TestSpan.span(4, 4).tag("k", "w").log("other", "v"));

    assertEquals(
        List.of(1L, 2L, 3L), findLow(TestQuery.query().tag("k", "v")).stream().sorted().toList());
  }

  @Test
  void wantsEveryTagOnTheSameSpanWhereverItIs() {
    write(
        TestSpan.span(1, 1).tag("a", "1").processTag("b", "2").log("c", "3"),
        TestSpan.span(2, 2).tag("a", "1").log("c", "3"),
        TestSpan.span(2, 3).processTag("b", "2"));

    assertEquals(List.of(1L), findLow(TestQuery.query().tag("a", "1").tag("b", "2").tag("c", "3")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "GET|POST -> true",
        "GE. -> true",
        "G.* -> true",
        "ET -> false",
        "GE -> false",
        "get -> false",
        "[A-Z]{3} -> true",
        "[A-Z]{4} -> false",
        "(G|H)ET -> true",
        ".+ -> true",
        ".* -> true",
        "\\G\\E\\T -> true",
        "~(POST) -> true",
        "~(GET) -> false",
        "@ -> true",
        "GET&.* -> true",
        "# -> false",
        "^GET$ -> false"
      })
  void readsLuceneExpressionsOverTheWholeValue(String expression, boolean found) {
    write(TestSpan.span(1, 1).tag("method", "GET"));

    assertEquals(
        found ? List.of(1L) : List.of(), findLow(TestQuery.query().tag("method", expression)));
  }

  @Test
  void readsAlternatives() {
    write(TestSpan.span(1, 1).tag("m", "GET"), TestSpan.span(2, 2).tag("m", "POST"));
    write(TestSpan.span(3, 3).tag("m", "PUT"), TestSpan.span(4, 4).tag("n", "GET"));

    assertEquals(
        List.of(1L, 2L),
        findLow(TestQuery.query().tag("m", "GET|POST")).stream().sorted().toList());
    assertEquals(
        List.of(2L, 3L), findLow(TestQuery.query().tag("m", "P.*")).stream().sorted().toList());
  }

  @Test
  void readsEscapedReservedCharactersAsThemselves() {
    String value = "a.b?c+d*e|f{g}h[i]j(k)l\"m\\n#o@p&q<r>s~t";
    write(TestSpan.span(1, 1).tag("k", value), TestSpan.span(2, 2).tag("k", "axb"));

    String escaped = value.replaceAll("[.?+*|{}\\[\\]()\"\\\\#@&<>~]", "\\\\$0");

    assertEquals(List.of(1L), findLow(TestQuery.query().tag("k", escaped)));
    assertEquals(List.of(1L), findLow(TestQuery.query().tag("k", "a\\.b.*")));
  }

  @Test
  void readsNumberIntervals() {
    write(TestSpan.span(1, 1).tag("status", 404L), TestSpan.span(2, 2).tag("status", 200L));

    assertEquals(List.of(1L), findLow(TestQuery.query().tag("status", "<400-499>")));
    assertEquals(List.of(1L), findLow(TestQuery.query().tag("status", "4..")));
  }

  @Test
  void matchesCharactersNotBytes() {
    write(TestSpan.span(1, 1).tag("k", "grün \uD83D\uDE00"));

    assertEquals(List.of(1L), findLow(TestQuery.query().tag("k", "gr.n .")));
    assertEquals(List.of(1L), findLow(TestQuery.query().tag("k", "grün \uD83D\uDE00")));
    assertEquals(List.of(), findLow(TestQuery.query().tag("k", "gr..n .")));
  }

  @Test
  void keepsKeysExact() {
    write(TestSpan.span(1, 1).tag("http.method", "GET"), TestSpan.span(2, 2).tag("http", "x"));
    write(TestSpan.span(3, 3).tag("a\u0000b", "c"), TestSpan.span(4, 4).tag("a", "b\u0000c"));

    assertEquals(List.of(), findLow(TestQuery.query().tag("http.metho.", "GET")));
    assertEquals(List.of(), findLow(TestQuery.query().tag("HTTP.METHOD", "GET")));
    assertEquals(List.of(2L), findLow(TestQuery.query().tag("http", ".*")));
    assertEquals(List.of(3L), findLow(TestQuery.query().tag("a\u0000b", ".*")));
    assertEquals(List.of(4L), findLow(TestQuery.query().tag("a", ".*")));
  }

  @Test
  void findsLongValues() {
    String text = "abcdefghij".repeat(500);
    write(TestSpan.span(1, 1).tag("k", text + "1"), TestSpan.span(2, 2).tag("k", text + "2"));
    write(TestSpan.span(3, 3).tag("k", "short"), TestSpan.span(4, 4).tag("k", new byte[2000]));

    assertEquals(searchable(5001, 1L), findLow(TestQuery.query().tag("k", text + "1")));
    assertEquals(searchable(5001, 2L), findLow(TestQuery.query().tag("k", "abc.*2")));
    assertEquals(searchable(4000, 4L), findLow(TestQuery.query().tag("k", "0+")));
    assertEquals(List.of(3L), findLow(TestQuery.query().tag("k", "shor.")));
    assertEquals(
        1 + searchable(5001, 1L, 2L).size() + searchable(4000, 4L).size(),
        findLow(TestQuery.query().tag("k", ".*")).size());
  }

  @Test
  void findsAKeyThatComesTwice() {
    write(TestSpan.span(1, 1).tag("k", "first").log("k", "second"));

    assertEquals(List.of(1L), findLow(TestQuery.query().tag("k", "first")));
    assertEquals(List.of(1L), findLow(TestQuery.query().tag("k", "second")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "a[",
        "a{",
        "a\\",
        "<name>",
        "a{1000000000}",
        "(a{1000}){1000}",
        "((a{50}){50}){50}",
        "a{2,1000000000}",
        "(.*a){12}.{12}",
        "~(.*a.{20})",
        "[ab]*a[ab]{30}"
      })
  void refusesInvalidAndRunawayExpressionsAtOnce(String expression) {
    write(TestSpan.span(1, 1).tag("k", "v"));

    StorageException refused =
        assertTimeout(
            Duration.ofSeconds(10),
            () ->
                failure(
                    store
                        .reader()
                        .findTraces(TENANT, TestQuery.query().tag("k", expression).build())));

    assertEquals(StorageException.Kind.BAD_REQUEST, refused.kind());
    assertTrue(refused.getMessage().startsWith("search services failed: "), refused.getMessage());
  }

  @Test
  void refusesExpressionsThatNestWithoutEnd() {
    String expression = "(".repeat(20_000) + "a" + ")".repeat(20_000);

    assertEquals(
        StorageException.Kind.BAD_REQUEST,
        failure(store.reader().findTraces(TENANT, TestQuery.query().tag("k", expression).build()))
            .kind());
  }
}
