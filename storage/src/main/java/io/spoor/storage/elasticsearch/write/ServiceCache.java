package io.spoor.storage.elasticsearch.write;

import io.spoor.storage.elasticsearch.document.ServiceDocument;
import io.spoor.storage.elasticsearch.document.SpanKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which pairs of service and operation an index already has, so that they are not written with each
 * span. Keyed by index, unlike Jaeger's: a new index gets its services at once. The least recently
 * asked for go first. Any thread.
 */
final class ServiceCache {
  private final int maxPairs;
  private final long ttlNanos;
  private final LongSupplier nanos;
  private final LinkedHashMap<Key, Pair> pairs;

  /** What is to be written of a pair. */
  enum Claim {
    NOTHING,
    UNDER_ITS_ID,
    /** Its id is that of another pair. */
    UNDER_OTHER_ID
  }

  private record Key(String index, long id) {}

  private static final class Pair {
    private final long check;
    private final long sinceNanos;
    private final Set<SpanKind> kinds = EnumSet.noneOf(SpanKind.class);

    private Pair(long check, long nanos) {
      this.check = check;
      this.sinceNanos = nanos;
    }
  }

  /**
   * @param nanos a clock that never goes back
   */
  ServiceCache(int maxPairs, Duration ttl, LongSupplier nanos) {
    this.maxPairs = maxPairs;
    this.ttlNanos = ttl.toNanos();
    this.nanos = nanos;
    this.pairs = new LinkedHashMap<>(64, 0.75f, true);
  }

  /** Asks what to write, and takes it as written. */
  synchronized Claim claim(String index, ServiceDocument service) {
    Pair pair = pair(new Key(index, service.id()), service.check());
    if (pair.check == service.check()) {
      return add(pair, service.kind()) ? Claim.UNDER_ITS_ID : Claim.NOTHING;
    }
    Pair other = pair(new Key(index, service.check()), service.check());
    return add(other, service.kind()) ? Claim.UNDER_OTHER_ID : Claim.NOTHING;
  }

  /** Takes back what was claimed: it could not be written. */
  synchronized void forget(String index, long id, long check) {
    Pair pair = pairs.get(new Key(index, id));
    if (pair != null && pair.check == check) {
      pairs.remove(new Key(index, id));
    }
    pairs.remove(new Key(index, check));
  }

  private Pair pair(Key key, long check) {
    long now = nanos.getAsLong();
    Pair known = pairs.get(key);
    if (known != null && now - known.sinceNanos < ttlNanos) {
      return known;
    }
    Pair fresh = new Pair(check, now);
    pairs.put(key, fresh);
    if (pairs.size() > maxPairs) {
      Map.Entry<Key, Pair> eldest = pairs.entrySet().iterator().next();
      pairs.remove(eldest.getKey());
    }
    return fresh;
  }

  private static boolean add(Pair pair, SpanKind kind) {
    return kind == SpanKind.NONE
        ? pair.kinds.isEmpty() && pair.kinds.add(kind)
        : pair.kinds.add(kind);
  }
}
