package io.spoor.storage.elasticsearch.write;

import io.spoor.storage.elasticsearch.connection.Cluster;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Documents of all writes, gathered into bulk requests: one is sent when it is full or when its
 * oldest document has waited for the flush interval, as long as fewer than the allowed number are
 * on their way. Documents of an index without a primary shard go in requests of their own, one at a
 * time, since the server is long in answering them. All state is confined to one Vert.x context;
 * {@link #add} may be called from any thread.
 */
final class BulkQueue {
  private final Vertx vertx;
  private final Context context;
  private final WriterOptions options;
  private final RandomGenerator random;
  private final WriterMetrics metrics;
  private final BulkSender sender;
  private final BulkSize size;
  private final Function<Item, List<Item>> otherForms;

  private final Deque<Item> waiting = new ArrayDeque<>();
  private long waitingBytes;
  // Indices that lack a primary shard, and documents that wait for one.
  private final Set<String> shardless = new HashSet<>();
  private final Deque<Item> aside = new ArrayDeque<>();
  private boolean asideInFlight;
  // Parts of requests that were too large, or refused as a whole.
  private final Deque<List<Item>> halves = new ArrayDeque<>();
  private int inFlight;
  // What waits now has waited long enough.
  private boolean due;
  private boolean timerRuns;
  // Nothing waits for company.
  private boolean hurries;

  /**
   * @param context an event loop's
   * @param otherForms documents to be tried in the place of one that is refused; may be none
   */
  BulkQueue(
      Vertx vertx,
      Context context,
      Cluster cluster,
      WriterOptions options,
      Function<Item, List<Item>> otherForms,
      RandomGenerator random,
      WriterMetrics metrics) {
    this.vertx = vertx;
    this.context = context;
    this.options = options;
    this.random = random;
    this.metrics = metrics;
    this.otherForms = otherForms;
    this.hurries = options.flushInterval().toMillis() == 0;
    this.sender = new BulkSender(cluster, metrics);
    this.size = new BulkSize(options.bulkActions(), options.bulkBytes());
  }

  /** Sends the documents of the write, and answers it. */
  void add(Write write) {
    context.runOnContext(
        ignored -> {
          write.items().forEach(this::enqueue);
          pump();
        });
  }

  /** From here on nothing waits for more to come. */
  void hurry() {
    context.runOnContext(
        ignored -> {
          hurries = true;
          pump();
        });
  }

  private void enqueue(Item item) {
    if (shardless.contains(item.index())) {
      aside.addLast(item);
      return;
    }
    waiting.addLast(item);
    waitingBytes += item.length();
  }

  private void pump() {
    due |= hurries;
    if (!asideInFlight && !aside.isEmpty()) {
      sendAside();
    }
    while (inFlight < options.bulkRequests() && !halves.isEmpty()) {
      send(halves.pollFirst());
    }
    while (inFlight < options.bulkRequests() && !waiting.isEmpty() && (due || isFull())) {
      send(take());
    }
    if (waiting.isEmpty()) {
      due = false;
    } else if (!due && !timerRuns) {
      timerRuns = true;
      vertx.setTimer(
          Math.max(1, options.flushInterval().toMillis()),
          timer -> {
            timerRuns = false;
            due = true;
            pump();
          });
    }
  }

  private boolean isFull() {
    return waitingBytes >= size.bytes() || waiting.size() >= size.actions();
  }

  private List<Item> take() {
    List<Item> items = take(waiting);
    items.forEach(item -> waitingBytes -= item.length());
    return items;
  }

  private List<Item> take(Deque<Item> from) {
    List<Item> items = new ArrayList<>(Math.min(from.size(), size.actions()));
    long bytes = 0;
    while (!from.isEmpty() && items.size() < size.actions()) {
      int length = from.peekFirst().length();
      if (!items.isEmpty() && bytes + length > size.bytes()) {
        break;
      }
      items.add(from.pollFirst());
      bytes += length;
    }
    return items;
  }

  private void sendAside() {
    asideInFlight = true;
    List<Item> items = take(aside);
    sender
        .send(items)
        .onComplete(
            sent -> {
              asideInFlight = false;
              settle(items, sent.result());
              pump();
            });
  }

  private void send(List<Item> items) {
    inFlight++;
    sender
        .send(items)
        .onComplete(
            sent -> {
              inFlight--;
              settle(items, sent.result());
              pump();
            });
  }

  private void settle(List<Item> items, BulkSender.Outcome outcome) {
    List<Item> again = new ArrayList<>();
    if (outcome instanceof BulkSender.Outcome.Answered answered) {
      size.answered();
      for (int i = 0; i < items.size(); i++) {
        BulkAnswer.Failure failure = answered.answer().failures().get(i);
        Item item = items.get(i);
        if (failure == null) {
          shardless.remove(item.index());
          item.write().stored(item);
        } else {
          failed(item, failure, again);
        }
      }
    } else if (outcome instanceof BulkSender.Outcome.Unfit unfit) {
      if (items.size() > 1) {
        halves.addLast(List.copyOf(items.subList(0, items.size() / 2)));
        halves.addLast(List.copyOf(items.subList(items.size() / 2, items.size())));
      } else {
        refuse(items.get(0), unfit.reason());
      }
    } else if (outcome instanceof BulkSender.Outcome.Unanswered unanswered) {
      size.unanswered(items.size());
      items.forEach(item -> retryOrGiveUp(item, unanswered.reason(), again));
    }
    sendLater(again);
  }

  private void failed(Item item, BulkAnswer.Failure failure, List<Item> again) {
    if (Verdict.isShardless(failure)) {
      shardless.add(item.index());
    }
    String reason = failure.status() + " " + failure.type() + ": " + failure.reason();
    switch (Verdict.of(failure)) {
      case AGAIN -> retryOrGiveUp(item, reason + Verdict.hint(failure), again);
      case REFUSED -> refuse(item, reason);
    }
  }

  /** A field of the document may be to blame, or one of its spans. */
  private void refuse(Item item, String reason) {
    List<Item> others = otherForms.apply(item);
    if (others.isEmpty()) {
      metrics.refused();
      item.write().refused(item, reason);
      return;
    }
    item.write().replace(others);
    metrics.renested();
    others.forEach(this::enqueue);
    due = true;
  }

  private void retryOrGiveUp(Item item, String reason, List<Item> again) {
    if (item.failed() > options.retries()) {
      item.write().gaveUp(item, reason);
    } else {
      metrics.retried();
      again.add(item);
    }
  }

  private void sendLater(List<Item> again) {
    if (again.isEmpty()) {
      return;
    }
    int attempts = again.stream().mapToInt(Item::failures).max().orElse(1);
    long millis =
        Math.min(
            options.maxRetry().toMillis(),
            options.firstRetry().toMillis() << Math.min(20, attempts - 1));
    vertx.setTimer(
        1 + millis / 2 + random.nextLong(millis / 2 + 1),
        timer -> {
          again.forEach(this::enqueue);
          due = true;
          pump();
        });
  }
}
