package io.spoor.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** Contract: collector.md §9.6. */
final class LineLayoutTest {

  @Test
  void writesOneJsonObjectALine() {
    LoggingEvent event = event(Level.WARN, null);
    event.setKeyValuePairs(List.of(new KeyValuePair("status", "not \"ready\"")));
    assertEquals(
        "{\"level\":\"warn\",\"ts\":1704164645.000901,\"caller\":\"Some\","
            + "\"msg\":\"a \\\"b\\\"\\nc\",\"status\":\"not \\\"ready\\\"\"}\n",
        new LineLayout(LogEncoding.JSON).doLayout(event));
  }

  @Test
  void addsStackTracesFromErrorUp() {
    Throwable failure = new IllegalStateException("broken");
    String warning = new LineLayout(LogEncoding.JSON).doLayout(event(Level.WARN, failure));
    assertTrue(warning.contains("\"error\":\"java.lang.IllegalStateException: broken\"}"), warning);
    String error = new LineLayout(LogEncoding.JSON).doLayout(event(Level.ERROR, failure));
    assertTrue(error.contains(",\"stacktrace\":\"java.lang.IllegalStateException: broken"), error);
    assertEquals(1, error.lines().count());
  }

  @Test
  void separatesByTabsForConsoles() {
    assertEquals(
        "2024-01-02T03:04:05.000901Z\tINFO\tSome\ta \"b\"\nc\n",
        new LineLayout(LogEncoding.CONSOLE).doLayout(event(Level.INFO, null)));
  }

  @Test
  void knowsJaegersLevels() {
    assertEquals(Level.DEBUG, Logging.parseLevel("debug"));
    for (String severe : List.of("error", "dpanic", "panic", "fatal")) {
      assertEquals(Level.ERROR, Logging.parseLevel(severe));
    }
    assertThrows(IllegalArgumentException.class, () -> Logging.parseLevel("trace"));
  }

  private static LoggingEvent event(Level level, Throwable failure) {
    LoggingEvent event =
        new LoggingEvent(
            "", new LoggerContext().getLogger("io.spoor.Some"), level, "a \"b\"\nc", failure, null);
    event.setInstant(Instant.parse("2024-01-02T03:04:05.000901Z"));
    return event;
  }
}
