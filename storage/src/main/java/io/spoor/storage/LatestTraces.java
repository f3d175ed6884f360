package io.spoor.storage;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The traces with the latest matching span, as many as were asked for. Confined to one thread. */
public final class LatestTraces {
  private final int limit;
  private final Map<TraceId, Entry> byId = new HashMap<>();
  private final TreeSet<Entry> latestFirst =
      new TreeSet<>(
          Comparator.comparingLong(Entry::startMicros)
              .reversed()
              .thenComparingLong(entry -> entry.id.high())
              .thenComparingLong(entry -> entry.id.low()));

  private record Entry(TraceId id, long startMicros) {}

  public LatestTraces(int limit) {
    this.limit = limit;
  }

  public void add(TraceId id, long startMicros) {
    Entry known = byId.get(id);
    if (known != null) {
      if (known.startMicros >= startMicros) {
        return;
      }
      latestFirst.remove(known);
    }
    Entry entry = new Entry(id, startMicros);
    byId.put(id, entry);
    latestFirst.add(entry);
    if (latestFirst.size() > limit) {
      byId.remove(latestFirst.pollLast().id);
    }
  }

  /** Whether a matching span that starts no later than this could change anything. */
  public boolean wants(long startMicros) {
    return latestFirst.size() < limit || startMicros > latestFirst.last().startMicros;
  }

  /** Latest first. */
  public List<TraceId> ids() {
    return latestFirst.stream().map(Entry::id).toList();
  }
}
