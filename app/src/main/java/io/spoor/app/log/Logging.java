package io.spoor.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** Sets up logging once, from flags; there is no configuration file. */
public final class Logging {

  private Logging() {}

  /** Log levels by Jaeger's names; those above error mean error. */
  public static Level parseLevel(String text) {
    return switch (text) {
      case "debug" -> Level.DEBUG;
      case "info" -> Level.INFO;
      case "warn" -> Level.WARN;
      case "error", "dpanic", "panic", "fatal" -> Level.ERROR;
      default -> throw new IllegalArgumentException("want debug, info, warn or error");
    };
  }

  public static void start(Level level, LogEncoding encoding) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    LineLayout layout = new LineLayout(encoding);
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    stderr.setContext(context);
    stderr.setTarget("System.err");
    stderr.setEncoder(encoder);
    stderr.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
    root.addAppender(stderr);
    context.getLogger("io.spoor").setLevel(level);
    // Netty and Vert.x tell of every peer that resets its connection.
    context.getLogger("io.netty").setLevel(Level.WARN);
    // Vert.x 5.0.12 fails to cancel trailers that nobody reads, each time a stranger goes before he
    // has read his answer; all else is given back.
    context.getLogger("io.netty.handler.codec.http2.DefaultHttp2Connection").setLevel(Level.OFF);
  }
}
