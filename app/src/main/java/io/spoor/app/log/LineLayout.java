package io.spoor.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * One line for one event: {@code level}, {@code ts}, {@code caller}, {@code msg}, then the event's
 * own fields.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {
  private final LogEncoding encoding;

  LineLayout(LogEncoding encoding) {
    this.encoding = encoding;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    return switch (encoding) {
      case JSON -> json(event);
      case CONSOLE -> console(event);
    };
  }

  private static String json(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256);
    line.append("{\"level\":\"").append(level(event)).append("\",\"ts\":");
    Instant time = event.getInstant();
    line.append(time.getEpochSecond())
        .append('.')
        .append(String.format(Locale.ROOT, "%06d", time.getNano() / 1000));
    field(line, "caller", caller(event));
    field(line, "msg", event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        field(line, pair.key, String.valueOf(pair.value));
      }
    }
    if (event.getThrowableProxy() != null) {
      field(line, "error", error(event));
      if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
        field(line, "stacktrace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    return line.append("}\n").toString();
  }

  private static String console(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256);
    line.append(event.getInstant()).append('\t').append(level(event).toUpperCase(Locale.ROOT));
    line.append('\t').append(caller(event)).append('\t').append(event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      event
          .getKeyValuePairs()
          .forEach(pair -> line.append('\t').append(pair.key).append('=').append(pair.value));
    }
    if (event.getThrowableProxy() != null) {
      line.append('\t').append(error(event));
      if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
        line.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    return line.append('\n').toString();
  }

  private static String error(ILoggingEvent event) {
    return event.getThrowableProxy().getClassName() + ": " + event.getThrowableProxy().getMessage();
  }

  private static String level(ILoggingEvent event) {
    return event.getLevel().toString().toLowerCase(Locale.ROOT);
  }

  /** Class, without the package: finding the calling line would cost a stack walk an event. */
  private static String caller(ILoggingEvent event) {
    String name = event.getLoggerName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static void field(StringBuilder line, String name, String value) {
    line.append(",\"");
    JsonStringEncoder.getInstance().quoteAsString(name, line);
    line.append("\":\"");
    JsonStringEncoder.getInstance().quoteAsString(value, line);
    line.append('"');
  }
}
