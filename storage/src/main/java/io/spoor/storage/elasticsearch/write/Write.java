package io.spoor.storage.elasticsearch.write;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * A batch whose documents are on their way. It is answered when each document's fate is known.
 * Confined to the encoding thread first, then to the bulk context.
 */
final class Write {
  private final SpanBatch batch;
  private final Target target;
  private final ServiceCache services;
  private final Buffers buffers;
  private final WireWriter lines;
  private final Promise<Void> done;
  private final List<Item> items = new ArrayList<>();
  private final BitSet stored;
  private final BitSet refused = new BitSet();
  // Spans whose service document did not arrive: they come again, and bring it along.
  private final BitSet serviceless = new BitSet();
  private int open;
  private int waiting;
  private String whyWaiting = "";
  private String whyRefused = "";

  Write(
      SpanBatch batch, Target target, ServiceCache services, Buffers buffers, Promise<Void> done) {
    this.batch = batch;
    this.target = target;
    this.services = services;
    this.buffers = buffers;
    this.lines = buffers.take();
    this.done = done;
    this.stored = new BitSet(batch.size());
  }

  SpanBatch batch() {
    return batch;
  }

  Target target() {
    return target;
  }

  /** Where its documents stand, until it is answered. */
  WireWriter lines() {
    return lines;
  }

  void add(Item item) {
    items.add(item);
    open++;
  }

  List<Item> items() {
    return items;
  }

  /** Names of the indices that its documents go to. */
  Set<IndexName> indices() {
    return target.indices();
  }

  /** Other documents take the place of one. */
  void replace(List<Item> others) {
    open += others.size() - 1;
  }

  void stored(Item item) {
    if (item.service().isEmpty()) {
      setAll(stored, item);
    }
    settle();
  }

  /** The store refuses the document whenever it comes. A service is only a help to searchers. */
  void refused(Item item, String reason) {
    if (item.service().isEmpty()) {
      setAll(refused, item);
      whyRefused = whyRefused.isEmpty() ? reason : whyRefused;
    }
    settle();
  }

  /** The document did not arrive; it may later. */
  void gaveUp(Item item, String reason) {
    if (item.service().isPresent()) {
      forget(item.service().get());
      setAll(serviceless, item);
    }
    waiting++;
    whyWaiting = whyWaiting.isEmpty() ? reason : whyWaiting;
    settle();
  }

  /** The documents never were on their way. */
  void forgetServices() {
    for (Item item : items) {
      item.service().ifPresent(this::forget);
    }
  }

  private void forget(Item.Claimed service) {
    services.forget(service.index(), service.id(), service.check());
  }

  private static void setAll(BitSet set, Item item) {
    for (int span : item.spans()) {
      set.set(span);
    }
  }

  private void settle() {
    open--;
    if (open == 0) {
      buffers.give(lines);
      answer();
    }
  }

  private void answer() {
    stored.andNot(serviceless);
    if (waiting > 0) {
      String message = waiting + " of " + items.size() + " documents not written: " + whyWaiting;
      done.fail(StorageException.partial(Kind.TRANSIENT, message, stored, refused));
    } else if (!refused.isEmpty()) {
      String message =
          refused.cardinality() + " of " + batch.size() + " spans refused: " + whyRefused;
      done.fail(StorageException.partial(Kind.PERMANENT, message, stored, refused));
    } else {
      done.complete();
    }
  }
}
