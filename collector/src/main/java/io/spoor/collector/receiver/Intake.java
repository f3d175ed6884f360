package io.spoor.collector.receiver;

import static java.util.Objects.requireNonNull;

import io.spoor.collector.Received;
import io.spoor.collector.Transport;
import io.spoor.collector.journal.Journal;
import io.spoor.collector.journal.JournalFullException;
import io.spoor.collector.journal.RecordTooLargeException;
import io.spoor.collector.receiver.RefusedException.Reason;
import io.spoor.net.Sender;
import io.spoor.net.Visitor;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The door behind every socket: checks a message, hands it to the journal, and completes when it is
 * on stable storage. Shared by all receivers; any thread.
 */
public final class Intake {
  private final Journal journal;
  private final Function<SpanFormat, SpanCodec> codecs;
  private final ReceiverLimits limits;
  private final InstantSource clock;
  private final AtomicLong inFlightBytes = new AtomicLong();
  private final Shares shares;

  public Intake(
      Journal journal,
      Function<SpanFormat, SpanCodec> codecs,
      ReceiverLimits limits,
      InstantSource clock) {
    this(journal, codecs, limits, clock, System::nanoTime);
  }

  /**
   * With a ticker of one's own.
   *
   * @param nanos as {@link System#nanoTime}
   */
  Intake(
      Journal journal,
      Function<SpanFormat, SpanCodec> codecs,
      ReceiverLimits limits,
      InstantSource clock,
      LongSupplier nanos) {
    this.journal = requireNonNull(journal, "journal");
    this.codecs = requireNonNull(codecs, "codecs");
    this.limits = requireNonNull(limits, "limits");
    this.clock = requireNonNull(clock, "clock");
    this.shares = new Shares(requireNonNull(nanos, "nanos"));
  }

  public ReceiverLimits limits() {
    return limits;
  }

  /** Now, by the collector's clock: milliseconds since the epoch. */
  public long millis() {
    return clock.millis();
  }

  /**
   * Takes a whole message.
   *
   * @param body inflated; the intake's from here on
   * @return completes with the number of spans when they are kept for good; fails with {@link
   *     RefusedException}
   */
  public Future<Integer> accept(
      Visitor visitor, SpanFormat format, Transport transport, byte[] body) {
    int spans;
    try {
      spans = codecs.apply(format).check(body, 0, body.length, limits.decode());
    } catch (DecodeException e) {
      return Future.failedFuture(new RefusedException(Reason.MALFORMED, e.getMessage()));
    }
    return append(visitor, format, transport, spans, body);
  }

  /**
   * Takes spans of a format that cannot be checked without parsing it, which their receiver has
   * decoded, without the collector's tags: they are added behind the journal.
   *
   * @return as {@link #accept}
   */
  public Future<Integer> acceptDecoded(Visitor visitor, Transport transport, SpanBatch spans) {
    WireWriter encoded = new WireWriter((int) spans.encodedBytes() + 64 + spans.size() * 4);
    spans.encode(encoded);
    return append(visitor, SpanFormat.MODEL, transport, spans.size(), encoded.toByteArray());
  }

  /**
   * Takes a message that its receiver has found within a larger one, and checked while looking:
   * {@link SpanCodec#check} would let {@code body} pass and count as many spans.
   *
   * @return as {@link #accept}
   */
  public Future<Integer> acceptChecked(
      Visitor visitor, SpanFormat format, Transport transport, int spans, byte[] body) {
    return append(visitor, format, transport, spans, body);
  }

  private Future<Integer> append(
      Visitor visitor, SpanFormat format, Transport transport, int spans, byte[] body) {
    if (spans == 0) {
      return Future.succeededFuture(0);
    }
    if (!shares.mayAsk(visitor.sender(), body.length)) {
      return Future.failedFuture(
          new RefusedException(Reason.OVERLOADED, "the journal is full, and others wait too"));
    }
    return journal
        .append(new Received(visitor.tenant(), format, transport, clock.millis(), spans, body))
        .map(spans)
        .onSuccess(kept -> shares.admitted(visitor.sender(), body.length))
        .recover(failure -> Future.failedFuture(refusal(failure)));
  }

  /**
   * Asks for memory for a body that is arriving. A sender may hold as much as is still free, so
   * that one alone never takes more than half of it all, and the more hold some, the less each may.
   *
   * @return false if there is no memory for it: nothing was taken
   */
  public boolean reserve(Sender sender, int bytes) {
    long all = inFlightBytes.addAndGet(bytes);
    long own = sender.hold(bytes);
    if (own <= limits.maxInFlightBytes() - all) {
      return true;
    }
    giveBack(sender, bytes);
    return false;
  }

  /** Gives back what {@link #reserve} has granted. */
  public void giveBack(Sender sender, int bytes) {
    inFlightBytes.addAndGet(-bytes);
    sender.hold(-bytes);
  }

  /** Bytes of bodies that are being read or kept. */
  public long inFlightBytes() {
    return inFlightBytes.get();
  }

  private RefusedException refusal(Throwable failure) {
    if (failure instanceof JournalFullException) {
      shares.full();
      return new RefusedException(Reason.OVERLOADED, failure.getMessage());
    }
    if (failure instanceof RecordTooLargeException) {
      return new RefusedException(Reason.TOO_LARGE, failure.getMessage());
    }
    return new RefusedException(Reason.BROKEN, String.valueOf(failure.getMessage()));
  }
}
