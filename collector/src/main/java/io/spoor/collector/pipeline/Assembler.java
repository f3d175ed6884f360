package io.spoor.collector.pipeline;

import io.spoor.collector.Received;
import io.spoor.collector.journal.Delivery;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Decodes records and merges those that can be written together. Pipeline thread only. */
final class Assembler {
  private final Map<SpanFormat, SpanCodec> codecs = new EnumMap<>(SpanFormat.class);
  // Oldest first.
  private final Map<Batch.Key, Open> open = new LinkedHashMap<>();

  Assembler(Function<SpanFormat, SpanCodec> codecs) {
    for (SpanFormat format : SpanFormat.values()) {
      this.codecs.put(format, codecs.apply(format));
    }
  }

  /** A batch that still grows. */
  static final class Open {
    private final Batch.Key key;
    private final long sinceNanos;
    private final SpanBatchBuilder builder;
    private final List<Delivery> deliveries = new ArrayList<>();
    private int[] starts = new int[8];

    private Open(Batch.Key key, long nanos, Delivery first) {
      this.key = key;
      this.sinceNanos = nanos;
      // Normalized, a message is seldom more than a tenth longer than it came.
      int length = first.received().body().length;
      this.builder = new SpanBatchBuilder(key.tags(), length + length / 8 + 256);
    }

    boolean isParked() {
      return key.parked();
    }

    int bytes() {
      return builder.encodedBytes();
    }

    long sinceNanos() {
      return sinceNanos;
    }

    private Batch build() {
      return new Batch(key, deliveries, Arrays.copyOf(starts, deliveries.size()), builder.build());
    }
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Batches that grow. */
  int size() {
    return open.size();
  }

  /**
   * Decodes the record into the batch that grows for its like.
   *
   * @return why it cannot be decoded, if so: then it is in no batch
   */
  Optional<String> add(Delivery delivery, boolean parked, long nanos) {
    Open target =
        open.computeIfAbsent(Batch.Key.of(delivery, parked), key -> new Open(key, nanos, delivery));
    Optional<String> failure = decode(delivery, target);
    if (failure.isPresent()) {
      // What the builder holds is unknown: those before are decoded again, which worked once.
      target.builder.clear();
      List<Delivery> others = List.copyOf(target.deliveries);
      target.deliveries.clear();
      others.forEach(other -> decode(other, target));
      if (others.isEmpty()) {
        open.remove(target.key);
      }
    }
    return failure;
  }

  /** A batch of these records alone, which were decoded before. */
  Batch rebuild(List<Delivery> deliveries, boolean parked) {
    Open target = new Open(Batch.Key.of(deliveries.get(0), parked), 0, deliveries.get(0));
    deliveries.forEach(delivery -> decode(delivery, target));
    return target.build();
  }

  /** Takes out the oldest batch that is ready. */
  Optional<Batch> poll(Predicate<Open> ready) {
    for (Open candidate : open.values()) {
      if (ready.test(candidate)) {
        open.remove(candidate.key);
        return Optional.of(candidate.build());
      }
    }
    return Optional.empty();
  }

  private Optional<String> decode(Delivery delivery, Open target) {
    Received received = delivery.received();
    int start = target.builder.size();
    try {
      codecs
          .get(received.format())
          .decodeChecked(received.body(), 0, received.body().length, target.builder);
    } catch (DecodeException | RuntimeException e) {
      return Optional.of("cannot be decoded: " + e);
    }
    int index = target.deliveries.size();
    if (index == target.starts.length) {
      target.starts = Arrays.copyOf(target.starts, index * 2);
    }
    target.starts[index] = start;
    target.deliveries.add(delivery);
    return Optional.empty();
  }
}
