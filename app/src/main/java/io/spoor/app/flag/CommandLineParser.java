package io.spoor.app.flag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads a role's command line and prints its help, both from the flag groups alone. */
public final class CommandLineParser {
  private static final int HELP_WIDTH = 100;

  private final CommandLine commandLine;
  private final int maxArguments;
  private final Set<String> switches;

  /**
   * What a command line says.
   *
   * @param flags name, without dashes, to value
   * @param arguments what is no flag, in its order
   * @param complaints what cannot be understood: a line each
   */
  public record Line(Map<String, String> flags, List<String> arguments, List<String> complaints) {
    public Line {
      flags = Map.copyOf(flags);
      arguments = List.copyOf(arguments);
      complaints = List.copyOf(complaints);
    }
  }

  /** For a role that takes flags alone. */
  public CommandLineParser(String role, String summary, List<FlagGroup> groups) {
    this(role, summary, groups, List.of());
  }

  /**
   * For a role with arguments.
   *
   * @param arguments their names, for the help text; more are a mistake
   */
  public CommandLineParser(
      String role, String summary, List<FlagGroup> groups, List<String> arguments) {
    maxArguments = arguments.size();
    switches =
        groups.stream()
            .flatMap(group -> group.flags().stream())
            .filter(flag -> flag.type() == Flag.Type.BOOLEAN)
            .flatMap(
                flag ->
                    Stream.concat(
                        Stream.of(flag.option()),
                        flag.oldNames().stream().map(name -> "--" + name)))
            .collect(Collectors.toUnmodifiableSet());
    CommandSpec spec = CommandSpec.create().name("spoor " + role);
    spec.usageMessage()
        .synopsisHeading("Usage: ")
        .customSynopsis(("spoor " + role + " " + String.join(" ", arguments)).strip() + " [flags]")
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
    if (maxArguments > 0) {
      spec.addPositional(
          PositionalParamSpec.builder()
              .type(List.class)
              .auxiliaryTypes(String.class)
              .index("0..*")
              .arity("0..1")
              .hidden(true)
              .build());
    }
    // A line with three mistakes is told of three.
    spec.parser().collectErrors(true);
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

  /** Reads a line: what it can, and complaints about the rest. */
  public Line parse(String... arguments) {
    ParseResult result =
        commandLine.parseArgs(Arrays.stream(arguments).map(this::explicit).toArray(String[]::new));
    Map<String, String> values = new HashMap<>();
    for (OptionSpec option : result.matchedOptions()) {
      if (!option.usageHelp()) {
        values.put(option.longestName().substring(2), option.getValue());
      }
    }
    List<String> others =
        result.matchedPositionalsSet().stream()
            .flatMap(positional -> positional.stringValues().stream())
            .toList();
    List<String> complaints = new ArrayList<>();
    for (Exception error : result.errors()) {
      if (error instanceof UnmatchedArgumentException unknown) {
        complaints.addAll(unmatched(unknown.getUnmatched()));
      } else {
        complaints.add(error.getMessage());
      }
    }
    others.stream()
        .skip(maxArguments)
        .forEach(other -> complaints.add("unexpected argument: " + other));
    return new Line(values, others, complaints);
  }

  private static List<String> unmatched(List<String> unmatched) {
    List<String> complaints = new ArrayList<>();
    boolean afterBareFlag = false;
    for (String text : unmatched) {
      boolean isFlag = text.startsWith("-");
      if (isFlag) {
        complaints.add("unknown flag: " + text.replaceFirst("=.*", ""));
      } else if (!afterBareFlag) {
        complaints.add("unexpected argument: " + text);
      }
      // What follows one is most likely its value.
      afterBareFlag = isFlag && text.indexOf('=') < 0;
    }
    return complaints;
  }

  /** As in Jaeger, a bare switch takes no value from the argument that follows. */
  private String explicit(String argument) {
    return switches.contains(argument) ? argument + "=true" : argument;
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
