package io.spoor.app.flag;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * One flag.
 *
 * @param name without the leading dashes
 * @param type what its value must look like
 * @param defaultValue as it would be given
 * @param description one line for the help text
 * @param origin who else knows it
 * @param oldNames what it was called in earlier releases of Jaeger: still taken, with a warning
 */
public record Flag(
    String name,
    Type type,
    String defaultValue,
    String description,
    Origin origin,
    List<String> oldNames) {

  private static final String NO_EFFECT = "No effect: ";

  /** What a value must look like. */
  public enum Type {
    TEXT,
    BOOLEAN,
    INTEGER,
    /** A number of bytes, plain or with a suffix such as MiB. */
    BYTES,
    /** Go's notation. */
    DURATION,
    /** {@code host:port}, {@code :port} or a bare port. Empty means off where that makes sense. */
    HOST_PORT
  }

  /** Whose flag it is. */
  public enum Origin {
    JAEGER,
    SPOOR
  }

  public Flag {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(defaultValue, "defaultValue");
    requireNonNull(description, "description");
    requireNonNull(origin, "origin");
    oldNames = List.copyOf(oldNames);
  }

  public static Flag jaeger(String name, Type type, String defaultValue, String description) {
    return new Flag(name, type, defaultValue, description, Origin.JAEGER, List.of());
  }

  public static Flag spoor(String name, Type type, String defaultValue, String description) {
    return new Flag(name, type, defaultValue, description, Origin.SPOOR, List.of());
  }

  /**
   * A flag of Jaeger's that is taken and does nothing: who gives it gets a line of warning.
   *
   * @param why there is nothing for it to do
   */
  public static Flag ignored(String name, Type type, String defaultValue, String why) {
    return jaeger(name, type, defaultValue, NO_EFFECT + why);
  }

  /** Whether it does nothing. */
  public boolean isIgnored() {
    return description.startsWith(NO_EFFECT);
  }

  /** The same flag, which used to have other names. */
  public Flag formerly(String... names) {
    return new Flag(name, type, defaultValue, description, origin, List.of(names));
  }

  /** As it stands on a command line. */
  public String option() {
    return "--" + name;
  }

  /** Jaeger's rule: upper case, {@code .} and {@code -} become {@code _}. */
  public String environmentName() {
    return environmentName(name);
  }

  static String environmentName(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
