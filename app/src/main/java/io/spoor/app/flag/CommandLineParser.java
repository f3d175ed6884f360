package io.spoor.app.flag;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads a role's command line and prints its help, both from the flag groups alone. */
public final class CommandLineParser {
  private static final int HELP_WIDTH = 100;

  private final CommandLine commandLine;

  public CommandLineParser(String role, String summary, List<FlagGroup> groups) {
    CommandSpec spec = CommandSpec.create().name("spoor " + role);
    spec.usageMessage()
        .synopsisHeading("Usage: ")
        .customSynopsis("spoor " + role + " [flags]")
        .description(summary)
        .width(HELP_WIDTH)
        .longOptionsMaxWidth(HELP_WIDTH - 20)
        .sortOptions(false);
    spec.addOption(
        OptionSpec.builder("--help", "-h").usageHelp(true).description("Print this help.").build());
    for (FlagGroup group : groups) {
      ArgGroupSpec.Builder section =
          ArgGroupSpec.builder().heading("%n" + group.heading() + "%n").validate(false);
      for (Flag flag : group.flags()) {
        section.addArg(option(flag));
        flag.oldNames().forEach(name -> section.addArg(oldOption(flag, name)));
      }
      spec.addArgGroup(section.build());
    }
    commandLine = new CommandLine(spec).setOverwrittenOptionsAllowed(true);
    commandLine
        .setPosixClusteredShortOptionsAllowed(false)
        // An argument is what it is: no file of arguments, no variables in texts.
        .setExpandAtFiles(false)
        .setInterpolateVariables(false);
  }

  /** The help text of the role. */
  public String help() {
    return commandLine.getUsageMessage(Ansi.OFF);
  }

  /**
   * Flag name, without dashes, to value. An empty map for a call for help, see {@link
   * #asksForHelp}.
   *
   * @throws FlagException naming what is not a flag or lacks its value
   */
  public Map<String, String> parse(String... arguments) {
    try {
      ParseResult result = commandLine.parseArgs(arguments);
      Map<String, String> values = new HashMap<>();
      for (OptionSpec option : result.matchedOptions()) {
        if (!option.usageHelp()) {
          values.put(option.longestName().substring(2), option.getValue());
        }
      }
      return values;
    } catch (UnmatchedArgumentException e) {
      String unmatched = e.getUnmatched().get(0);
      throw new FlagException(
          unmatched.startsWith("-")
              ? "unknown flag: " + unmatched.replaceFirst("=.*", "")
              : "unexpected argument: " + unmatched);
    } catch (ParameterException e) {
      throw new FlagException(e.getMessage());
    }
  }

  public static boolean asksForHelp(String... arguments) {
    return List.of(arguments).contains("--help") || List.of(arguments).contains("-h");
  }

  /** Taken under its own name: who reads the values knows which one was meant. */
  private static OptionSpec oldOption(Flag flag, String name) {
    return withArity(flag, OptionSpec.builder("--" + name).type(String.class).hidden(true));
  }

  private static OptionSpec withArity(Flag flag, OptionSpec.Builder option) {
    return flag.type() == Flag.Type.BOOLEAN
        ? option.arity("0..1").fallbackValue("true").build()
        : option.arity("1").build();
  }

  private static OptionSpec option(Flag flag) {
    String from = flag.defaultValue().isEmpty() ? "" : "default " + flag.defaultValue() + ", ";
    String note = flag.origin() == Flag.Origin.SPOOR ? ", Spoor's own" : "";
    OptionSpec.Builder option =
        OptionSpec.builder(flag.option())
            .type(String.class)
            .paramLabel("<" + flag.type().name().toLowerCase(Locale.ROOT).replace('_', ':') + ">")
            .description(
                flag.description() + " (" + from + "env " + flag.environmentName() + note + ")");
    return withArity(flag, option);
  }
}
