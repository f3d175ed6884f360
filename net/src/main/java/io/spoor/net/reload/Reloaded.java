package io.spoor.net.reload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A document that is in force while its file or URL may change. One that goes bad while the process
 * runs changes nothing but the metrics and the log: the last good one stays. {@link #current} on
 * any thread; {@link #reload} blocks, one caller at a time.
 */
public final class Reloaded<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Reloaded.class);

  private final String location;
  private final DocumentSource source;
  private final Parser<T> parser;
  private final Counter reloads;
  private final Counter failures;
  private volatile T current;
  private final boolean settles;
  private volatile boolean isGood = true;
  // Guarded by this.
  private byte[] bytes;
  // What the last look saw, until the next sees the same.
  private byte[] seen;
  private String complaint = "";

  /** Reads a document. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Makes of the bytes what is in force.
     *
     * @throws BadDocumentException naming the place where it goes wrong
     */
    T parse(byte[] bytes) throws BadDocumentException;
  }

  private Reloaded(
      String location,
      DocumentSource source,
      Parser<T> parser,
      boolean settles,
      String meters,
      MeterRegistry registry)
      throws BadDocumentException, InterruptedException {
    this.location = location;
    this.settles = settles;
    this.source = source;
    this.parser = parser;
    this.bytes = source.read();
    this.seen = bytes;
    this.current = parser.parse(bytes);
    reloads = count(registry, meters, "loaded");
    failures = count(registry, meters, "failed");
    Gauge.builder(meters + ".good", this, self -> self.isGood ? 1 : 0)
        .description("0 if the file cannot be read and the last good one is in force")
        .register(registry);
  }

  /**
   * Reads the document for the first time. Blocks, for some seconds at most if it is a URL. A
   * change is in force at once if it parses: for formats of which no half does, such as JSON.
   *
   * @param location a path or a URL
   * @param meters what the names of the metrics start with
   * @throws BadDocumentException naming the location, and the place in it where it goes wrong
   */
  public static <T> Reloaded<T> load(
      String location, Parser<T> parser, String meters, MeterRegistry registry)
      throws BadDocumentException, InterruptedException {
    return load(location, parser, false, meters, registry);
  }

  /**
   * The same for a format of which a half may parse, such as lines: while an editor writes it, the
   * rest would be missing for a while. A change is in force once two looks in a row have seen the
   * same bytes.
   */
  public static <T> Reloaded<T> loadSettling(
      String location, Parser<T> parser, String meters, MeterRegistry registry)
      throws BadDocumentException, InterruptedException {
    return load(location, parser, true, meters, registry);
  }

  private static <T> Reloaded<T> load(
      String location, Parser<T> parser, boolean settles, String meters, MeterRegistry registry)
      throws BadDocumentException, InterruptedException {
    try {
      return new Reloaded<>(
          location, DocumentSource.of(location), parser, settles, meters, registry);
    } catch (BadDocumentException | IllegalArgumentException e) {
      throw new BadDocumentException(location + ": " + e.getMessage(), e);
    }
  }

  /** What is in force. */
  public T current() {
    return current;
  }

  /**
   * Reads the document again each {@code interval} until the returned timer is cancelled.
   *
   * @return the timer's id for {@link Vertx#cancelTimer}
   */
  public long watch(Vertx vertx, Duration interval) {
    return vertx.setPeriodic(Math.max(1, interval.toMillis()), tick -> check(vertx));
  }

  private Future<Boolean> check(Vertx vertx) {
    return vertx
        .executeBlocking(this::reload)
        .onFailure(failure -> LOG.error("{} is not watched: a bug", location, failure));
  }

  /**
   * Reads the document and puts it in force if its bytes have changed, have settled where they
   * must, and parse. Blocks.
   *
   * @return whether a new one is in force
   */
  public synchronized boolean reload() throws InterruptedException {
    try {
      byte[] read = source.read();
      boolean hasSettled = !settles || Arrays.equals(read, seen);
      seen = read;
      if (Arrays.equals(read, bytes)) {
        good();
        return false;
      }
      if (!hasSettled) {
        return false;
      }
      current = parser.parse(read);
      bytes = read;
      reloads.increment();
      good();
      LOG.info("{} has changed and is in force", location);
      return true;
    } catch (BadDocumentException e) {
      failures.increment();
      isGood = false;
      if (!complaint.equals(e.getMessage())) {
        complaint = e.getMessage();
        LOG.error("{}: {}; what was read before stays in force", location, complaint);
      }
      return false;
    }
  }

  private void good() {
    isGood = true;
    if (!complaint.isEmpty()) {
      complaint = "";
      LOG.info("{} can be read again", location);
    }
  }

  private static Counter count(MeterRegistry registry, String meters, String outcome) {
    return Counter.builder(meters + ".reloads")
        .description("Changes of the file, by outcome")
        .tag("outcome", outcome)
        .register(registry);
  }
}
