package io.spoor.app;

import ch.qos.logback.classic.Level;
import io.spoor.app.agent.Agent;
import io.spoor.app.allinone.AllInOne;
import io.spoor.app.collector.Collector;
import io.spoor.app.deadletters.DeadLetters;
import io.spoor.app.flag.CommandLineParser;
import io.spoor.app.flag.ConfigFile;
import io.spoor.app.flag.FlagException;
import io.spoor.app.flag.Settings;
import io.spoor.app.indexlife.EsIndexCleaner;
import io.spoor.app.indexlife.EsMappingGenerator;
import io.spoor.app.indexlife.EsRollover;
import io.spoor.app.journal.JournalTool;
import io.spoor.app.log.LogEncoding;
import io.spoor.app.log.Logging;
import io.spoor.app.query.Query;
import io.spoor.app.tracegen.TraceGen;
import io.spoor.app.verify.Verify;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The {@code spoor} command: picks the role and sees to it that a user's mistake is one line, not a
 * stack trace.
 */
public final class Spoor {
  private static final int EXIT_BUG = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final List<Role> roles;

  Spoor(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
    this.roles = roles(out, err);
  }

  /** Everything that can be run, in the order of the help text. */
  static List<Role> roles(PrintStream out, PrintStream err) {
    return List.of(
        new AllInOne(),
        new Collector(),
        new Query(),
        new Agent(),
        new EsRollover(),
        new EsIndexCleaner(),
        new EsMappingGenerator(out),
        new DeadLetters(out),
        new JournalTool(out, err),
        new TraceGen(out, err),
        new Verify(out),
        new Status(out));
  }

  public static void main(String... arguments) throws InterruptedException {
    // Until the flags say otherwise.
    Logging.start(Level.WARN, LogEncoding.CONSOLE);
    int code = EXIT_BUG;
    try {
      code = new Spoor(System.out, System.err).run(System.getenv(), arguments);
    } catch (RuntimeException | Error e) {
      // A bug. The threads of Vert.x would keep the process alive without its main thread.
      LoggerFactory.getLogger(Spoor.class).error("This is a bug in Spoor", e);
    }
    // Not exit: shutdown hooks that wait for this very thread must not hold it up.
    Runtime.getRuntime().halt(code);
  }

  /** Runs a command and returns its exit code. */
  int run(Map<String, String> environment, String... arguments) throws InterruptedException {
    String command = arguments.length == 0 ? "help" : arguments[0];
    if (command.equals("version") || command.equals("--version")) {
      out.println(Version.read());
      return 0;
    }
    if (command.equals("help") || command.equals("--help") || command.equals("-h")) {
      out.print(help());
      return 0;
    }
    Optional<Role> role = roles.stream().filter(known -> known.name().equals(command)).findFirst();
    if (role.isEmpty()) {
      err.println("spoor: unknown command: " + command + " (see spoor help)");
      return 1;
    }
    return run(role.get(), environment, Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private int run(Role role, Map<String, String> environment, String... arguments)
      throws InterruptedException {
    CommandLineParser parser =
        new CommandLineParser(role.name(), role.summary(), role.flags(), role.arguments());
    if (CommandLineParser.asksForHelp(arguments)) {
      out.print(parser.help());
      return 0;
    }
    try {
      return role.run(settings(role, parser.parse(arguments), environment), environment);
    } catch (FlagException e) {
      e.complaints().forEach(complaint -> err.println("spoor " + role.name() + ": " + complaint));
      return 1;
    } catch (StartException e) {
      err.println("spoor " + role.name() + ": " + e.getMessage());
      return 1;
    }
  }

  /** With the configuration file, if there is one; complaints about it go with the others. */
  private Settings settings(
      Role role, CommandLineParser.Line line, Map<String, String> environment) {
    Settings settings = new Settings(line, environment, ConfigFile.NONE);
    boolean takesFile =
        role.flags().stream().anyMatch(group -> group.flags().contains(ConfigFile.FLAG));
    String path = takesFile ? settings.text(ConfigFile.FLAG) : "";
    if (path.isEmpty()) {
      return settings;
    }
    try {
      ConfigFile file = ConfigFile.read(Path.of(path));
      Settings withFile = new Settings(line, environment, file);
      unknownKeys(file).forEach(withFile::complain);
      return withFile;
    } catch (FlagException e) {
      e.complaints().forEach(settings::complain);
      return settings;
    }
  }

  /** Flags of other roles are none of these: one file may serve them all. */
  private List<String> unknownKeys(ConfigFile file) {
    Set<String> known =
        roles.stream()
            .flatMap(role -> role.flags().stream())
            .flatMap(group -> group.flags().stream())
            .flatMap(flag -> Stream.concat(Stream.of(flag.name()), flag.oldNames().stream()))
            .collect(Collectors.toSet());
    return file.values().keySet().stream()
        .filter(key -> !known.contains(key))
        .sorted()
        .map(key -> file.name() + ": unknown key: " + key)
        .toList();
  }

  private String help() {
    StringBuilder text =
        new StringBuilder("Spoor keeps distributed traces, in Jaeger's place.\n\n");
    text.append("Usage: spoor <command> [flags]\n\nCommands:\n");
    for (Role role : roles) {
      text.append(String.format("  %-20s %s%n", role.name(), role.summary()));
    }
    text.append(String.format("  %-20s %s%n", "version", "Print what was built."));
    text.append(String.format("  %-20s %s%n", "help", "Print this."));
    return text.append("\nEach command has --help. Flags may be given in the environment too.\n")
        .toString();
  }
}
