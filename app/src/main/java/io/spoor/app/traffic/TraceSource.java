package io.spoor.app.traffic;

import java.util.List;

/** Makes traces, one after the other. Confined to one thread. */
public interface TraceSource {

  /** All who send, known from the start. */
  List<GeneratedService> services();

  /** A whole trace that ended at {@code nowNanos} since the epoch, or before. */
  List<Sent> trace(long nowNanos);

  /** A span and the service that sends it. */
  record Sent(GeneratedService service, GeneratedSpan span) {}
}
