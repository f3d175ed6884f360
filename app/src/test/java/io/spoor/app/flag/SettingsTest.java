package io.spoor.app.flag;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.flag.Flag.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: collector.md §0. */
final class SettingsTest {
  private static final Flag TEXT = Flag.jaeger("some-part.of.it", Type.TEXT, "default", "");

  @Test
  void commandLineGoesBeforeEnvironmentBeforeDefault() {
    Map<String, String> line = Map.of("some-part.of.it", "line");
    Map<String, String> environment = Map.of("SOME_PART_OF_IT", "environment");
    assertEquals("line", new Settings(line, environment).text(TEXT));
    assertEquals("environment", new Settings(Map.of(), environment).text(TEXT));
    assertEquals("default", new Settings(Map.of(), Map.of()).text(TEXT));
  }

  @Test
  void fileGoesBehindTheEnvironmentAndBeforeTheDefault() {
    ConfigFile file =
        new ConfigFile("f.yaml", Map.of("some-part.of.it", "file", "old.name", "old in file"));
    CommandLineParser.Line nothing =
        new CommandLineParser.Line(Map.of(), List.of(), List.of("a complaint"));
    Settings settings = new Settings(nothing, Map.of(), file);
    assertEquals("file", settings.text(TEXT));
    assertTrue(settings.isGiven(TEXT));
    Map<String, String> environment = Map.of("SOME_PART_OF_IT", "environment");
    assertEquals("environment", new Settings(nothing, environment, file).text(TEXT));
    Flag renamed = Flag.jaeger("new", Type.TEXT, "default", "").formerly("old.name");
    assertEquals("old in file", settings.text(renamed));
    assertEquals(Set.of("f.yaml: old.name is an old name of --new"), settings.oldNamesUsed());
    assertEquals(
        List.of("a complaint"), assertThrows(FlagException.class, settings::verify).complaints());
  }

  @Test
  void emptyEnvironmentVariableCountsAsUnsetButAnEmptyFlagDoesNot() {
    Map<String, String> empty = Map.of("SOME_PART_OF_IT", "");
    assertEquals("default", new Settings(Map.of(), empty).text(TEXT));
    assertFalse(new Settings(Map.of(), empty).isGiven(TEXT));
    assertEquals("", new Settings(Map.of("some-part.of.it", ""), Map.of()).text(TEXT));
  }

  @Test
  void takesOldNamesAndTellsOfThem() {
    Flag flag = TEXT.formerly("old.name");
    Map<String, String> old = Map.of("old.name", "old");
    Settings line = new Settings(old, Map.of("SOME_PART_OF_IT", "environment"));
    assertEquals("old", line.text(flag));
    assertEquals(Set.of("--old.name is an old name of --some-part.of.it"), line.oldNamesUsed());
    Settings environment = new Settings(Map.of(), Map.of("OLD_NAME", "old"));
    assertEquals("old", environment.text(flag));
    assertEquals(
        Set.of("OLD_NAME is an old name of --some-part.of.it"), environment.oldNamesUsed());
    Settings both = new Settings(Map.of("old.name", "old", "some-part.of.it", "new"), Map.of());
    assertEquals("new", both.text(flag));
    assertEquals(Set.of(), both.oldNamesUsed());
    assertEquals("default", new Settings(old, Map.of()).text(TEXT));
  }

  @Test
  void defaultThatSomebodyChoseIsGiven() {
    assertTrue(new Settings(Map.of("some-part.of.it", "default"), Map.of()).isGiven(TEXT));
    assertFalse(new Settings(Map.of(), Map.of()).isGiven(TEXT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "t", "T", "true", "TRUE", "True"})
  void readsTrue(String text) {
    assertTrue(given(text).bool(flag(Type.BOOLEAN, "false")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "f", "F", "false", "FALSE", "False"})
  void readsFalse(String text) {
    assertFalse(given(text).bool(flag(Type.BOOLEAN, "true")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4194304, 4194304",
    "1B, 1",
    "20MiB, 20971520",
    "3 KiB, 3072",
    "2GiB, 2147483648",
    "1TiB, 1099511627776",
    "1KB, 1000",
    "5MB, 5000000",
    "1GB, 1000000000",
    "8TB, 8000000000000"
  })
  void readsBytes(String text, long bytes) {
    assertEquals(bytes, given(text).bytes(flag(Type.BYTES, "1"), 0));
  }

  @Test
  void readsDurationsIntegersAndAddresses() {
    assertEquals(
        Duration.ofSeconds(90), given("1m30s").duration(flag(Type.DURATION, "0s"), Duration.ZERO));
    assertEquals(-3, given("-3").integer(flag(Type.INTEGER, "0"), Integer.MIN_VALUE));
    assertEquals(
        Optional.of(new HostPort("h", 1)), given("h:1").hostPort(flag(Type.HOST_PORT, "")));
    assertEquals(Optional.empty(), given("").hostPort(flag(Type.HOST_PORT, ":1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          BOOLEAN   | yes                    | want true or false
          BOOLEAN   | ``                     | want true or false
          INTEGER   | 1.5                    | want a whole number
          INTEGER   | 99999999999            | want a whole number
          INTEGER   | 1                      | must be at least 2
          BYTES     | 1MB2                   | want a number of bytes, such as 512MiB
          BYTES     | -1                     | want a number of bytes, such as 512MiB
          BYTES     | 9000000000000TiB       | too many bytes
          BYTES     | 1                      | must be at least 2 bytes
          DURATION  | 5                      | time: missing unit in duration "5"
          DURATION  | 1ms                    | must be at least 1s
          HOST_PORT | host                   | want host:port, :port or port
          """)
  void complaintsNameFlagValueAndWhatWouldFit(Type type, String text, String reason) {
    Settings settings = given(text);
    Flag flag = flag(type, type == Type.BOOLEAN ? "true" : type == Type.DURATION ? "1s" : "2");
    read(settings, flag);
    FlagException complaint = assertThrows(FlagException.class, settings::verify);
    assertEquals(
        List.of("invalid value \"" + text + "\" for --a.flag: " + reason), complaint.complaints());
  }

  @Test
  void gathersEveryComplaint() {
    Settings settings = new Settings(Map.of("a", "x"), Map.of("B", "y"));
    Flag a = Flag.jaeger("a", Type.INTEGER, "7", "");
    Flag b = Flag.jaeger("b", Type.BOOLEAN, "true", "");
    assertEquals(7, settings.integer(a, 0));
    assertTrue(settings.bool(b));
    settings.complain("a and b do not go together");
    FlagException all = assertThrows(FlagException.class, settings::verify);
    assertEquals(
        List.of(
            "invalid value \"x\" for --a: want a whole number",
            "invalid value \"y\" for --b: want true or false",
            "a and b do not go together"),
        all.complaints());
  }

  @Test
  void hasNothingToSayAboutGoodValues() {
    Settings settings = given("1");
    settings.integer(flag(Type.INTEGER, "0"), 0);
    assertDoesNotThrow(settings::verify);
  }

  private static Object read(Settings settings, Flag flag) {
    return switch (flag.type()) {
      case TEXT -> settings.text(flag);
      case BOOLEAN -> settings.bool(flag);
      case INTEGER -> settings.integer(flag, 2);
      case BYTES -> settings.bytes(flag, 2);
      case DURATION -> settings.duration(flag, Duration.ofSeconds(1));
      case HOST_PORT -> settings.hostPort(flag);
    };
  }

  private static Settings given(String text) {
    return new Settings(Map.of("a.flag", text), Map.of());
  }

  private static Flag flag(Type type, String defaultValue) {
    return Flag.jaeger("a.flag", type, defaultValue, "");
  }
}
