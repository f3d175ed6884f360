package io.spoor.collector.sampling;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.spoor.collector.sampling.SamplingStrategy.Operation;
import io.spoor.collector.sampling.SamplingStrategy.Operations;
import io.spoor.net.reload.BadDocumentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a strategies file as Jaeger does (contract: collector.md §8.4): names match without regard
 * to case, unknown ones are skipped, the later entry of a service wins. A null where an object is
 * wanted counts as absent.
 */
final class StrategiesParser {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private final StrategyRules rules;
  private final List<String> warnings = new ArrayList<>();
  private Optional<StrategyDraft> others = Optional.empty();
  private List<StrategyDraft> services = List.of();

  private StrategiesParser(StrategyRules rules) {
    this.rules = rules;
  }

  /** What reads the value of a field: null never. */
  @FunctionalInterface
  private interface Field {
    void read(String name, JsonParser json) throws IOException, BadDocumentException;
  }

  /**
   * Reads the whole of a file.
   *
   * @throws BadDocumentException with line and column
   */
  static StrategyTable parse(byte[] text, StrategyRules rules) throws BadDocumentException {
    StrategiesParser parser = new StrategiesParser(rules);
    try (JsonParser json = JSON.createParser(text)) {
      parser.file(json);
    } catch (JsonProcessingException e) {
      throw at(e.getLocation(), e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadDocumentException(e.getMessage(), e);
    }
    return parser.table();
  }

  private void file(JsonParser json) throws IOException, BadDocumentException {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw new BadDocumentException("empty: want a JSON object");
    }
    if (first != JsonToken.VALUE_NULL) {
      object(json, this::fileField);
    }
    if (json.nextToken() != null) {
      throw at(json.currentTokenLocation(), "something follows the JSON value");
    }
  }

  private void fileField(String name, JsonParser json) throws IOException, BadDocumentException {
    switch (name) {
      case "default_strategy" -> others = Optional.of(strategy(json));
      case "service_strategies" -> services = strategies(json);
      default -> json.skipChildren();
    }
  }

  private List<StrategyDraft> strategies(JsonParser json) throws IOException, BadDocumentException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw at(json.currentTokenLocation(), "want an array");
    }
    List<StrategyDraft> drafts = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_NULL) {
        drafts.add(strategy(json));
      }
    }
    return drafts;
  }

  private StrategyDraft strategy(JsonParser json) throws IOException, BadDocumentException {
    StrategyDraft draft = new StrategyDraft();
    object(
        json,
        (name, in) -> {
          switch (name) {
            case "service" -> draft.service = text(in);
            case "operation" -> draft.operation = text(in);
            case "type" -> draft.type = text(in);
            case "param" -> draft.param = number(in);
            case "operation_strategies" -> draft.operations = strategies(in);
            default -> in.skipChildren();
          }
        });
    return draft;
  }

  private static void object(JsonParser json, Field field)
      throws IOException, BadDocumentException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw at(json.currentTokenLocation(), "want an object");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName().toLowerCase(Locale.ROOT);
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        field.read(name, json);
      }
    }
  }

  private static String text(JsonParser json) throws IOException, BadDocumentException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw at(json.currentTokenLocation(), json.currentName() + " wants a string");
    }
    return json.getText();
  }

  private static double number(JsonParser json) throws IOException, BadDocumentException {
    if (!json.currentToken().isNumeric()) {
      throw at(json.currentTokenLocation(), json.currentName() + " wants a number");
    }
    double value = json.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw at(json.currentTokenLocation(), json.currentName() + " is too large");
    }
    return value;
  }

  private static BadDocumentException at(JsonLocation location, String what) {
    return new BadDocumentException(
        "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": " + what);
  }

  private StrategyTable table() {
    SamplingStrategy finishedOthers =
        others
            .map(draft -> draft.finish(rules, warnings))
            .orElseGet(() -> SamplingStrategy.probabilistic(rules.defaultProbability()));
    Map<String, SamplingStrategy> finished = new LinkedHashMap<>();
    for (StrategyDraft draft : services) {
      SamplingStrategy own = draft.finish(rules, warnings);
      finished.put(
          draft.service, finishedOthers.operations().map(theirs -> merge(own, theirs)).orElse(own));
    }
    return new StrategyTable(finished, finishedOthers, warnings);
  }

  /** What a service gets where the default strategy has operations. */
  private SamplingStrategy merge(SamplingStrategy own, Operations theirs) {
    if (own.operations().isPresent()) {
      return own.withOperations(append(own.operations().get(), theirs));
    }
    if (own.probability().isEmpty() && !rules.defaultOperationsForRateLimited()) {
      return own;
    }
    return own.withOperations(
        new Operations(
            own.probability().orElse(theirs.defaultProbability()), 0, 0, theirs.strategies()));
  }

  private static Operations append(Operations own, Operations theirs) {
    List<Operation> all = new ArrayList<>(own.strategies());
    Set<String> names = new LinkedHashSet<>();
    own.strategies().forEach(operation -> names.add(operation.operation()));
    theirs.strategies().stream()
        .filter(operation -> !names.contains(operation.operation()))
        .forEach(all::add);
    return new Operations(own.defaultProbability(), 0, 0, all);
  }
}
