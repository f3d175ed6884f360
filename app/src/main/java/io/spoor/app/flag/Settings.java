package io.spoor.app.flag;

import io.spoor.proto.text.GoDuration;
import io.spoor.proto.text.GoText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of a role's flags: command line before environment before configuration file before
 * default; an empty environment variable counts as unset. Values that do not parse are collected,
 * so that {@link #verify} names all of them at once.
 */
public final class Settings {
  private static final Pattern BYTES =
      Pattern.compile("(\\d{1,18})\\s*(|B|KiB|MiB|GiB|TiB|KB|MB|GB|TB)");
  // May hold a password, and complaints end in logs.
  private static final Pattern USER_OF_A_URL = Pattern.compile("//[^,\\s]*@");
  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "B",
          1L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30,
          "TiB",
          1L << 40,
          "KB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "TB",
          1_000_000_000_000L);

  private final Map<String, String> commandLine;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final ConfigFile file;
  private final List<String> complaints = new ArrayList<>();
  private final Set<String> oldNamesUsed = new LinkedHashSet<>();

  /**
   * Without a configuration file.
   *
   * @param commandLine flag name, without dashes, to value
   */
  public Settings(Map<String, String> commandLine, Map<String, String> environment) {
    this(
        new CommandLineParser.Line(commandLine, List.of(), List.of()),
        environment,
        ConfigFile.NONE);
  }

  /** Reads nothing yet; complaints about the line are told with those about values. */
  public Settings(CommandLineParser.Line line, Map<String, String> environment, ConfigFile file) {
    this.commandLine = line.flags();
    this.arguments = line.arguments();
    this.environment = Map.copyOf(environment);
    this.file = file;
    complaints.addAll(line.complaints());
  }

  /** What stands on the command line beside the flags. */
  public List<String> arguments() {
    return arguments;
  }

  /** Whether somebody chose a value, be it the default one. */
  public boolean isGiven(Flag flag) {
    return given(flag).isPresent();
  }

  public String text(Flag flag) {
    return given(flag).orElse(flag.defaultValue());
  }

  public boolean bool(Flag flag) {
    return read(
        flag,
        text ->
            switch (text) {
              case "1", "t", "T", "true", "TRUE", "True" -> true;
              case "0", "f", "F", "false", "FALSE", "False" -> false;
              default -> throw new IllegalArgumentException("want true or false");
            });
  }

  public int integer(Flag flag, int min) {
    return read(
        flag,
        text -> {
          int value;
          try {
            value = Integer.parseInt(text);
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException("want a whole number", e);
          }
          if (value < min) {
            throw new IllegalArgumentException("must be at least " + min);
          }
          return value;
        });
  }

  public long bytes(Flag flag, long min) {
    return read(
        flag,
        text -> {
          Matcher matcher = BYTES.matcher(text);
          if (!matcher.matches()) {
            throw new IllegalArgumentException("want a number of bytes, such as 512MiB");
          }
          long count = Long.parseLong(matcher.group(1));
          long unit = UNITS.get(matcher.group(2));
          if (count > Long.MAX_VALUE / unit) {
            throw new IllegalArgumentException("too many bytes");
          }
          long value = count * unit;
          if (value < min) {
            throw new IllegalArgumentException("must be at least " + min + " bytes");
          }
          return value;
        });
  }

  public Duration duration(Flag flag, Duration min) {
    return read(
        flag,
        text -> {
          Duration value = GoDuration.parse(text);
          if (value.compareTo(min) < 0) {
            throw new IllegalArgumentException("must be at least " + GoDuration.format(min));
          }
          return value;
        });
  }

  /** Empty if the flag's value is. */
  public Optional<HostPort> hostPort(Flag flag) {
    return read(
        flag, text -> text.isEmpty() ? Optional.empty() : Optional.of(HostPort.parse(text)));
  }

  /**
   * Reads a value in a way of the caller's, who says in an IllegalArgumentException what would fit.
   */
  public <T> T read(Flag flag, Function<String, T> parser) {
    String text = text(flag);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      complaints.add(
          "invalid value "
              + GoText.quote(USER_OF_A_URL.matcher(text).replaceAll("//***@"))
              + " for "
              + flag.option()
              + ": "
              + e.getMessage());
      return parser.apply(flag.defaultValue());
    }
  }

  /** Adds a complaint that takes more than one flag to see. */
  public void complain(String complaint) {
    complaints.add(complaint);
  }

  /**
   * To be called when everything was read.
   *
   * @throws FlagException if there was anything to complain about
   */
  public void verify() {
    if (!complaints.isEmpty()) {
      throw new FlagException(complaints);
    }
  }

  /** What to tell who uses old names: a line for each that was used for a flag read so far. */
  public Set<String> oldNamesUsed() {
    return Collections.unmodifiableSet(oldNamesUsed);
  }

  private Optional<String> given(Flag flag) {
    return onCommandLine(flag.name())
        .or(() -> ofOldNames(flag, this::onCommandLine, name -> "--" + name))
        .or(() -> inEnvironment(flag.environmentName()))
        .or(
            () ->
                ofOldNames(
                    flag, name -> inEnvironment(Flag.environmentName(name)), Flag::environmentName))
        .or(() -> inFile(flag.name()))
        .or(() -> ofOldNames(flag, this::inFile, name -> file.name() + ": " + name));
  }

  private Optional<String> onCommandLine(String name) {
    return Optional.ofNullable(commandLine.get(name));
  }

  private Optional<String> inEnvironment(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  private Optional<String> inFile(String name) {
    return Optional.ofNullable(file.values().get(name));
  }

  private Optional<String> ofOldNames(
      Flag flag, Function<String, Optional<String>> lookUp, Function<String, String> spell) {
    for (String name : flag.oldNames()) {
      Optional<String> value = lookUp.apply(name);
      if (value.isPresent()) {
        oldNamesUsed.add(spell.apply(name) + " is an old name of " + flag.option());
        return value;
      }
    }
    return Optional.empty();
  }
}
