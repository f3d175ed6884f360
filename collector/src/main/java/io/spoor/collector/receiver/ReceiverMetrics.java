package io.spoor.collector.receiver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.collector.receiver.RefusedException.Reason;
import io.spoor.net.Refusal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what one receiver was sent, by outcome. Every series is there from the start with 0. */
public final class ReceiverMetrics {
  private final Counter accepted;
  private final Counter acceptedSpans;
  private final Counter cancelled;
  private final Counter wrongRequests;
  private final Counter notAdmitted;
  private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

  /**
   * @param receiver the value of the label, e.g. {@code otlp-grpc}
   */
  public ReceiverMetrics(MeterRegistry registry, String receiver) {
    accepted = requests(registry, receiver, "accepted");
    cancelled = requests(registry, receiver, "cancelled");
    wrongRequests = requests(registry, receiver, "wrong_request");
    notAdmitted = requests(registry, receiver, "not_admitted");
    for (Reason reason : Reason.values()) {
      refused.put(reason, requests(registry, receiver, reason.name().toLowerCase(Locale.ROOT)));
    }
    acceptedSpans =
        Counter.builder("spoor.receiver.spans.accepted")
            .description("Spans that were acknowledged")
            .tag("receiver", receiver)
            .register(registry);
  }

  public void accepted(int spans) {
    accepted.increment();
    acceptedSpans.increment(spans);
  }

  public void refused(Reason reason) {
    refused.get(reason).increment();
  }

  /** A request with the wrong path, method or content type. */
  public void wrongRequest() {
    wrongRequests.increment();
  }

  /** Its door has refused a request: for want of credentials or of a tenant, or as too slow. */
  public void notAdmitted(Refusal refusal) {
    if (refusal.kind() == Refusal.Kind.TOO_SLOW) {
      cancelled();
    } else {
      notAdmitted.increment();
    }
  }

  /** The sender went away before its request was whole. */
  public void cancelled() {
    cancelled.increment();
  }

  private static Counter requests(MeterRegistry registry, String receiver, String outcome) {
    return Counter.builder("spoor.receiver.requests")
        .description("Requests by outcome")
        .tag("receiver", receiver)
        .tag("outcome", outcome)
        .register(registry);
  }
}
