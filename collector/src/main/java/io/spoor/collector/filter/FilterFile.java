package io.spoor.collector.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.collector.filter.FilterRule.Action;
import io.spoor.net.reload.BadDocumentException;
import io.spoor.net.reload.Reloaded;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the filter file (docs/operate.md). What it does not know it refuses, by name. */
public final class FilterFile {

  private FilterFile() {}

  /**
   * Reads the file for the first time. Blocks.
   *
   * @param location a path or a URL
   * @throws BadDocumentException naming the file and the member that is wrong
   */
  public static Reloaded<FilterRules> load(String location, MeterRegistry registry)
      throws BadDocumentException, InterruptedException {
    return Reloaded.load(location, FilterFile::parse, "spoor.filter.file", registry);
  }

  static FilterRules parse(byte[] bytes) throws BadDocumentException {
    JsonObject file;
    try {
      file = new JsonObject(new String(bytes, UTF_8));
    } catch (DecodeException e) {
      throw new BadDocumentException(firstLine(e), e);
    }
    if (file.getMap() == null) {
      throw new BadDocumentException("null: want a JSON object");
    }
    onlyKnows("the file", file, Set.of("rules", "limits"));
    List<FilterRule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonObject each : objects(file, "rules")) {
      FilterRule rule = rule(each, "rules[" + rules.size() + "]");
      if (!names.add(rule.name())) {
        throw new BadDocumentException("two rules are named " + rule.name());
      }
      rules.add(rule);
    }
    List<RateLimit> limits = new ArrayList<>();
    for (JsonObject each : objects(file, "limits")) {
      limits.add(limit(each, "limits[" + limits.size() + "]"));
    }
    return new FilterRules(rules, limits);
  }

  private static FilterRule rule(JsonObject rule, String where) throws BadDocumentException {
    onlyKnows(where, rule, Set.of("name", "action", "service", "operation", "tags"));
    String name = text(rule, "name", where);
    if (!rule.containsKey("service")
        && !rule.containsKey("operation")
        && !rule.containsKey("tags")) {
      throw new BadDocumentException(where + ": want at least one of service, operation, tags");
    }
    List<TagCondition> tags = new ArrayList<>();
    if (rule.containsKey("tags")) {
      if (!(rule.getValue("tags") instanceof JsonObject patterns)) {
        throw new BadDocumentException(where + ".tags: want an object of key and pattern");
      }
      for (Map.Entry<String, Object> tag : patterns) {
        if (!(tag.getValue() instanceof String pattern)) {
          throw new BadDocumentException(where + ".tags." + tag.getKey() + ": want a text");
        }
        tags.add(new TagCondition(tag.getKey(), Glob.of(pattern)));
      }
    }
    return new FilterRule(
        name,
        action(rule, where),
        glob(rule, "service", where),
        glob(rule, "operation", where),
        tags);
  }

  private static Action action(JsonObject rule, String where) throws BadDocumentException {
    return switch (text(rule, "action", where).toLowerCase(Locale.ROOT)) {
      case "keep" -> Action.KEEP;
      case "drop" -> Action.DROP;
      default -> throw new BadDocumentException(where + ".action: want keep or drop");
    };
  }

  private static RateLimit limit(JsonObject limit, String where) throws BadDocumentException {
    onlyKnows(where, limit, Set.of("service", "spansPerSecond", "burst"));
    text(limit, "service", where);
    double rate = number(limit, "spansPerSecond", where, 0);
    double burst =
        limit.containsKey("burst") ? number(limit, "burst", where, 1) : Math.max(1, rate);
    return new RateLimit(glob(limit, "service", where), rate, burst);
  }

  private static List<JsonObject> objects(JsonObject file, String member)
      throws BadDocumentException {
    List<JsonObject> objects = new ArrayList<>();
    if (!file.containsKey(member)) {
      return objects;
    }
    if (!(file.getValue(member) instanceof JsonArray array)) {
      throw new BadDocumentException(member + ": want a list");
    }
    for (Object each : array) {
      if (!(each instanceof JsonObject object)) {
        throw new BadDocumentException(member + "[" + objects.size() + "]: want an object");
      }
      objects.add(object);
    }
    return objects;
  }

  private static void onlyKnows(String where, JsonObject object, Set<String> known)
      throws BadDocumentException {
    for (String member : object.fieldNames()) {
      if (!known.contains(member)) {
        throw new BadDocumentException(where + ": unknown member " + member);
      }
    }
  }

  private static Glob glob(JsonObject object, String member, String where)
      throws BadDocumentException {
    return Glob.of(object.containsKey(member) ? text(object, member, where) : "*");
  }

  private static String text(JsonObject object, String member, String where)
      throws BadDocumentException {
    if (object.getValue(member) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw new BadDocumentException(where + "." + member + ": want a text");
  }

  private static double number(JsonObject object, String member, String where, double min)
      throws BadDocumentException {
    if (object.getValue(member) instanceof Number number && number.doubleValue() >= min) {
      return number.doubleValue();
    }
    throw new BadDocumentException(where + "." + member + ": want a number of at least " + min);
  }

  private static String firstLine(DecodeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("not JSON");
  }
}
