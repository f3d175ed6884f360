package io.spoor.app.flag;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Values of flags in a file (contract: collector.md §10.1, query.md §15): YAML, JSON or properties,
 * by its ending. Keys are the names of flags, nested at dots as one likes, in any case; a list is
 * what commas separate on a command line.
 *
 * @param name of the file, for messages
 * @param values flag name, in lower case, to value
 */
public record ConfigFile(String name, Map<String, String> values) {
  /** Names the file. */
  public static final Flag FLAG =
      Flag.jaeger(
          "config-file",
          Flag.Type.TEXT,
          "",
          "Values of flags: a .yaml, .json or .properties file with flag names as keys");

  /** What is larger was not written by hand. */
  private static final int MAX_BYTES = 1 << 20;

  private static final int MAX_DEPTH = 32;
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

  /** Without a file. */
  public static final ConfigFile NONE = new ConfigFile("", Map.of());

  public ConfigFile {
    values = Map.copyOf(values);
  }

  /**
   * Reads the file. Blocks.
   *
   * @throws FlagException naming the file, and the line where one is known
   */
  public static ConfigFile read(Path file) {
    String text = text(file);
    Map<String, String> values = new LinkedHashMap<>();
    String lowered = file.toString().toLowerCase(Locale.ROOT);
    try {
      if (lowered.endsWith(".yaml") || lowered.endsWith(".yml")) {
        yaml(text, values);
      } else if (lowered.endsWith(".json")) {
        json(text, values);
      } else if (lowered.endsWith(".properties")) {
        properties(text, values);
      } else {
        throw new IllegalArgumentException("want a .yaml, .yml, .json or .properties file");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new FlagException(file + ": " + e.getMessage());
    }
    return new ConfigFile(file.toString(), values);
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new FlagException(file + ": larger than " + MAX_BYTES + " bytes");
      }
      return Files.readString(file, UTF_8);
    } catch (NoSuchFileException e) {
      throw new FlagException(file + ": no such file");
    } catch (CharacterCodingException e) {
      throw new FlagException(file + ": not UTF-8");
    } catch (IOException e) {
      throw new FlagException(file + ": cannot be read: " + e.getMessage());
    }
  }

  private static void properties(String text, Map<String, String> values) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    for (String key : properties.stringPropertyNames()) {
      put(values, key, properties.getProperty(key).strip());
    }
  }

  private static void yaml(String text, Map<String, String> values) {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(MAX_BYTES).build();
    try {
      // Events, not objects: every scalar is its text, so that neither 0.10 nor "no" becomes
      // something else on the way.
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      events.next();
      if (events.next().getEventId() == Event.ID.StreamEnd) {
        return;
      }
      Event root = events.next();
      if (root.getEventId() == Event.ID.MappingStart) {
        mapping("", events, values, 0);
      } else if (!isNothing(root)) {
        throw new IllegalArgumentException("want names of flags and their values");
      }
      events.next();
      if (events.next().getEventId() != Event.ID.StreamEnd) {
        throw new IllegalArgumentException("want one document");
      }
    } catch (MarkedYamlEngineException e) {
      String line =
          e.getProblemMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
      throw new IllegalArgumentException(line + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void mapping(
      String prefix, Iterator<Event> events, Map<String, String> values, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("nested too deep");
    }
    for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
      String name = nest(prefix, scalar(key, prefix));
      Event value = events.next();
      switch (value.getEventId()) {
        case MappingStart -> mapping(name, events, values, depth + 1);
        case SequenceStart -> {
          List<String> texts = new ArrayList<>();
          for (Event entry = events.next();
              entry.getEventId() != Event.ID.SequenceEnd;
              entry = events.next()) {
            texts.add(scalar(entry, name));
          }
          put(values, name, String.join(",", texts));
        }
        default -> {
          String text = scalar(value, name);
          if (!isNothing(value)) {
            put(values, name, text);
          }
        }
      }
    }
  }

  private static String scalar(Event event, String name) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getValue();
    }
    throw new IllegalArgumentException((name + ": want plain values").replaceFirst("^: ", ""));
  }

  /** A value left out counts as a key left out. */
  private static boolean isNothing(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.isPlain()
        && NOTHING.contains(scalar.getValue());
  }

  private static void json(String text, Map<String, String> values) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("want an object");
      }
      object("", parser, values, 0);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("want one object and nothing behind it");
      }
    } catch (StreamReadException e) {
      // Its own words quote what stands there, which may be a secret.
      throw new IllegalArgumentException(where(e) + "no JSON, or a key that is there twice");
    }
  }

  private static void object(
      String prefix, JsonParser parser, Map<String, String> values, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("nested too deep");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = nest(prefix, parser.currentName());
      switch (parser.nextToken()) {
        case START_OBJECT -> object(key, parser, values, depth + 1);
        case START_ARRAY -> put(values, key, array(key, parser));
        case VALUE_NULL -> {
          // As if it were not there.
        }
        default -> put(values, key, parser.getText());
      }
    }
  }

  private static String array(String key, JsonParser parser) throws IOException {
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!parser.currentToken().isScalarValue()) {
        throw new IllegalArgumentException(key + ": want plain values");
      }
      texts.add(parser.getText());
    }
    return String.join(",", texts);
  }

  private static String where(JsonProcessingException e) {
    return Optional.ofNullable(e.getLocation())
        .map(location -> "line " + location.getLineNr() + ": ")
        .orElse("");
  }

  private static String nest(String prefix, String key) {
    return prefix.isEmpty() ? key : prefix + "." + key;
  }

  private static void put(Map<String, String> values, String key, String value) {
    String name = key.toLowerCase(Locale.ROOT);
    if (values.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException(name + " is there twice");
    }
  }
}
