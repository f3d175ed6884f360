package io.spoor.app.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract: collector.md §10.1, query.md §15. */
final class ConfigFileTest {
  private static final Map<String, String> VALUES =
      Map.of(
          "collector.tags",
          "a=1,b=2",
          "collector.queue-size",
          "0100",
          "collector.otlp.enabled",
          "no",
          "es.server-urls",
          "http://a:9200,http://b:9200",
          "log-level",
          "debug");

  @TempDir Path directory;

  @Test
  void readsYamlNestedOrDotted() throws IOException {
    assertEquals(
        VALUES,
        read(
            "spoor.yaml",
            """
            # comment
            collector:
              tags: a=1,b=2
              queue-size: 0100
              otlp.enabled: no
            es:
              server-urls:
                - http://a:9200
                - "http://b:9200"
            Log-Level: debug
            memory:
              max-traces:
            es.password: ~
            """));
    assertEquals(Map.of("a", "", "b", "null"), read("quoted.yaml", "a: ''\nb: \"null\"\n"));
  }

  @Test
  void readsJson() throws IOException {
    assertEquals(
        VALUES,
        read(
            "spoor.json",
            """
            {"collector": {"tags": "a=1,b=2", "queue-size": "0100", "otlp": {"enabled": "no"}},
             "es.server-urls": ["http://a:9200", "http://b:9200"], "log-level": "debug",
             "es.password": null}
            """));
    assertEquals(
        Map.of("a", "true", "b", "1.50", "c", ""),
        read("spoor.JSON", "{\"a\": true, \"b\": 1.50, \"c\": \"\"}"));
  }

  @Test
  void readsProperties() throws IOException {
    assertEquals(
        VALUES,
        read(
            "spoor.properties",
            """
            # comment
            collector.tags = a=1,b=2
            collector.queue-size=0100
            collector.otlp.enabled: no
            es.server-urls=http://a:9200,\\
              http://b:9200
            LOG-LEVEL=debug
            """));
  }

  @Test
  void takesAFileWithNothingInIt() throws IOException {
    assertEquals(Map.of(), read("empty.yaml", "# nothing yet\n"));
    assertEquals(Map.of(), read("empty.json", "{}"));
    assertEquals(Map.of(), read("empty.properties", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bad.yaml   | 'a: b: c'                  | line 1: mapping values are not allowed here
          bad.yaml   | 'a: &x 1\nb: *x'          | b: want plain values
          bad.yaml   | 'a: 1\n---\nb: 2'        | want one document
          bad.yaml   | '- a'                      | want names of flags and their values
          bad.yaml   | 'a: 1\na: 2'               | a is there twice
          bad.yaml   | 'a: {b: 1}\na.b: 2'        | a.b is there twice
          bad.yaml   | 'a: [[1]]'                 | a: want plain values
          bad.json   | '[]'                       | want an object
          bad.json   | '{} {}'                    | want one object and nothing behind it
          bad.json   | '{"a": 1,\n "a": 2}'       | line 2: no JSON, or a key that is there twice
          bad.json   | '{"es.password": hunter2}' | line 1: no JSON, or a key that is there twice
          bad.json   | '{"a": [{}]}'              | a: want plain values
          bad.toml   | 'a = 1'                    | want a .yaml, .yml, .json or .properties file
          """)
  void namesTheFileAndWhatIsWrongWithIt(String name, String text, String reason)
      throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text.replace("\\n", "\n"));
    assertEquals(
        file + ": " + reason,
        assertThrows(FlagException.class, () -> ConfigFile.read(file)).getMessage());
  }

  @Test
  void namesAFileThatIsNotThere() {
    Path file = directory.resolve("none.yaml");
    assertEquals(
        file + ": no such file",
        assertThrows(FlagException.class, () -> ConfigFile.read(file)).getMessage());
  }

  @Test
  void endsBeforeATowerOfBracketsDoes() throws IOException {
    for (String tower :
        new String[] {"{\"a\":".repeat(5000), "[".repeat(5000), "{a: ".repeat(5000)}) {
      for (String name : new String[] {"tower.json", "tower.yaml"}) {
        Path file = directory.resolve(name);
        Files.writeString(file, tower);
        assertThrows(FlagException.class, () -> ConfigFile.read(file));
      }
    }
  }

  private Map<String, String> read(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    return ConfigFile.read(file).values();
  }
}
