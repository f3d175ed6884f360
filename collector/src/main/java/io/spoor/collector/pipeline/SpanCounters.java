package io.spoor.collector.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.spoor.collector.Transport;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatch;
import java.util.HashMap;
import java.util.Map;

/**
 * Jaeger's counters of spans and traces by service (contract: collector.md §9.3). Spans are tallied
 * process by process: a counter is looked up and moved once for all spans of a process that are
 * alike. Pipeline thread only.
 */
final class SpanCounters {
  private static final String PREFIX = "jaeger.collector.";
  private static final int KINDS = 2 * SpanFacts.SAMPLERS.length;

  private final MeterRegistry registry;
  private final ServiceNames services = new ServiceNames();
  private final Map<Series, Counter> counters = new HashMap<>();
  // Of the process at hand: spans by debug, root spans by debug and sampler.
  private final int[] spans = new int[2];
  private final int[] traces = new int[KINDS];

  /** What a counter counts; {@code sampler} is -1 for spans. */
  private record Series(
      String verb, String format, String transport, String service, boolean debug, int sampler) {}

  SpanCounters(MeterRegistry registry) {
    this.registry = registry;
    for (boolean debug : new boolean[] {false, true}) {
      for (int sampler = -1; sampler < SpanFacts.SAMPLERS.length; sampler++) {
        startOthers(debug, sampler);
      }
    }
  }

  /** The series of those beyond the bound are there from the start. */
  private void startOthers(boolean debug, int sampler) {
    for (String format : new String[] {"jaeger", "proto", "zipkin", "unknown"}) {
      for (Transport transport : Transport.values()) {
        count("received", format, transport.label(), ServiceNames.OTHER, debug, sampler, 0);
        // Jaeger's filter that nobody installs.
        count("rejected", format, transport.label(), ServiceNames.OTHER, debug, sampler, 0);
      }
    }
    count("ok", "", "", ServiceNames.OTHER, debug, sampler, 0);
    count("err", "", "", ServiceNames.OTHER, debug, sampler, 0);
  }

  /** Spans {@code from} to {@code to} of the batch were received that way. */
  void received(Batch batch, int from, int to, SpanFormat format, Transport transport) {
    tally(batch, from, to, "received", format.label(), transport.label());
  }

  /** The store has taken the batch, or has refused it for good. */
  void saved(Batch batch, boolean ok) {
    tally(batch, 0, batch.spans().size(), ok ? "ok" : "err", "", "");
  }

  private void tally(
      Batch tallied, int from, int to, String verb, String format, String transport) {
    SpanBatch batch = tallied.spans();
    byte[] facts = tallied.facts();
    int at = from;
    while (at < to) {
      int process = batch.process(at);
      while (at < to && batch.process(at) == process) {
        byte fact = facts[at++];
        int debug = SpanFacts.isDebug(fact) ? 1 : 0;
        spans[debug]++;
        if (SpanFacts.isRoot(fact)) {
          traces[debug * SpanFacts.SAMPLERS.length + SpanFacts.sampler(fact)]++;
        }
      }
      String service =
          services.label(batch.array(), batch.processOffset(process), batch.processLength(process));
      flush(verb, format, transport, service);
    }
  }

  private void flush(String verb, String format, String transport, String service) {
    for (int debug = 0; debug < 2; debug++) {
      if (spans[debug] > 0) {
        count(verb, format, transport, service, debug == 1, -1, spans[debug]);
        spans[debug] = 0;
      }
    }
    for (int kind = 0; kind < KINDS; kind++) {
      if (traces[kind] > 0) {
        boolean debug = kind >= SpanFacts.SAMPLERS.length;
        int sampler = kind % SpanFacts.SAMPLERS.length;
        count(verb, format, transport, service, debug, sampler, traces[kind]);
        traces[kind] = 0;
      }
    }
  }

  private void count(
      String verb,
      String format,
      String transport,
      String service,
      boolean debug,
      int sampler,
      int count) {
    counters
        .computeIfAbsent(
            new Series(verb, format, transport, service, debug, sampler), this::register)
        .increment(count);
  }

  private Counter register(Series series) {
    String what = PREFIX + (series.sampler < 0 ? "spans." : "traces.");
    Tags tags = Tags.of("debug", String.valueOf(series.debug), "svc", series.service);
    if (series.sampler >= 0) {
      tags = tags.and("sampler_type", SpanFacts.SAMPLERS[series.sampler]);
    }
    if (series.verb.equals("received") || series.verb.equals("rejected")) {
      return Counter.builder(what + series.verb)
          .description(series.verb)
          .tags(tags.and("format", series.format, "transport", series.transport))
          .register(registry);
    }
    return Counter.builder(what + "saved.by.svc")
        .description("saved-by-svc")
        .tags(tags.and("result", series.verb))
        .register(registry);
  }
}
