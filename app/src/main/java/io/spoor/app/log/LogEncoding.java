package io.spoor.app.log;

import java.util.Locale;

/** How a log line looks. */
public enum LogEncoding {
  JSON,
  CONSOLE;

  public static LogEncoding parse(String text) {
    return switch (text) {
      case "json" -> JSON;
      case "console" -> CONSOLE;
      default -> throw new IllegalArgumentException("want json or console");
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
