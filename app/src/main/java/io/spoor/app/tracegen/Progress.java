package io.spoor.app.tracegen;

import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * A line on the terminal that shows how far the load is, redrawn ten times a second. A daemon
 * thread draws it.
 */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final long PERIOD_MILLIS = 100;

  private final PrintStream terminal;
  private final Load load;
  private final Tally tally;
  private final long startNanos = System.nanoTime();
  private final Thread thread = new Thread(this::run, "tracegen-progress");

  private Progress(PrintStream terminal, Load load, Tally tally) {
    this.terminal = terminal;
    this.load = load;
    this.tally = tally;
  }

  /** Draws until it is closed. */
  static Progress show(PrintStream terminal, Load load, Tally tally) {
    Progress progress = new Progress(terminal, load, tally);
    progress.thread.setDaemon(true);
    progress.thread.start();
    return progress;
  }

  /** Draws the end and leaves the line. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    terminal.println('\r' + line());
  }

  private void run() {
    try {
      while (true) {
        terminal.print('\r' + line());
        terminal.flush();
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private String line() {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return line(load.fraction(), tally.progress(), seconds);
  }

  /** The bar is there only when the end is known. */
  static String line(OptionalDouble fraction, Tally.SoFar soFar, double seconds) {
    StringBuilder text = new StringBuilder();
    if (fraction.isPresent()) {
      double done = Math.min(1, fraction.getAsDouble());
      int filled = (int) Math.round(done * WIDTH);
      text.append('[')
          .append("#".repeat(filled))
          .append("-".repeat(WIDTH - filled))
          .append(String.format(Locale.ROOT, "] %3.0f%% ", done * 100));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "%,d spans sent, %,.0f/s, %,d refused, %,d unanswered  ",
                soFar.sent(),
                soFar.sent() / Math.max(seconds, 0.001),
                soFar.refused(),
                soFar.failed()))
        .toString();
  }
}
