package io.spoor.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What was built. */
public record Version(String number, String commit, String buildDate) {
  /** The release whose behaviour clients may expect (docs/design.md, "Query and UI"). */
  public static final String JAEGER = "v1.53.0";

  public static Version read() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Version(
        properties.getProperty("version"),
        properties.getProperty("commit"),
        properties.getProperty("buildDate"));
  }

  @Override
  public String toString() {
    return "spoor "
        + number
        + " (commit "
        + commit
        + ", built "
        + buildDate
        + ", speaks Jaeger "
        + JAEGER
        + ")";
  }
}
