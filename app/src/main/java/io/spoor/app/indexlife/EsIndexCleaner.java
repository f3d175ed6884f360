package io.spoor.app.indexlife;

import io.spoor.app.Role;
import io.spoor.app.StartException;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.life.Cleaner;
import io.spoor.storage.elasticsearch.life.Cleaner.Scope;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** {@code es-index-cleaner NUM_OF_DAYS URL} (contract: elasticsearch.md §14). */
public final class EsIndexCleaner implements Role {
  private static final Flag ROLLOVER =
      Flag.jaeger(
          "rollover", Type.BOOLEAN, "false", "Indices behind aliases instead of dated ones");
  private static final Flag DATE_SEPARATOR =
      Flag.jaeger("index-date-separator", Type.TEXT, "-", "Between the parts of a date in a name");

  @Override
  public String name() {
    return "es-index-cleaner";
  }

  @Override
  public String summary() {
    return "Delete indices of Elasticsearch that are older than so many days.";
  }

  @Override
  public List<String> arguments() {
    return List.of("<days>", "<url>");
  }

  @Override
  public List<FlagGroup> flags() {
    return List.of(
        ToolOptions.group(), new FlagGroup("Which indices", List.of(ROLLOVER, DATE_SEPARATOR)));
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    ToolOptions tool = ToolOptions.read(settings, environment);
    boolean isRolledOver = settings.bool(ROLLOVER);
    String separator = settings.text(DATE_SEPARATOR);
    settings.verify();
    List<String> arguments = settings.arguments();
    if (arguments.size() != 2) {
      throw new StartException("wrong number of arguments: want " + String.join(" ", arguments()));
    }
    int days = days(arguments.get(0));
    Scope scope = tool.isArchive() ? Scope.ARCHIVE : isRolledOver ? Scope.ROLLED_OVER : Scope.DATED;
    return Tool.run(
        arguments.get(1),
        tool,
        cluster -> {
          Cleaner cleaner = cleaner(cluster, tool, scope, separator);
          return cleaner.clean(cleaner.limit(days), tool.timeout());
        });
  }

  private static Cleaner cleaner(Cluster cluster, ToolOptions tool, Scope scope, String separator) {
    try {
      return new Cleaner(cluster, tool.names(), scope, separator, Clock.systemUTC());
    } catch (PatternSyntaxException e) {
      throw new StartException(DATE_SEPARATOR.option() + ": " + e.getDescription());
    }
  }

  private static int days(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new StartException("could not parse NUM_OF_DAYS argument: " + text);
    }
  }
}
