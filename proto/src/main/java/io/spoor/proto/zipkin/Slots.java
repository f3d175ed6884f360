package io.spoor.proto.zipkin;

import io.spoor.proto.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The annotations, tags or sides of one span: objects that are used again for the next one. A few
 * bytes of a message take many here, so their number is bounded. Confined to one thread.
 */
final class Slots<T> {
  private final List<T> items = new ArrayList<>();
  private final Supplier<T> create;
  private final String name;
  private final int max;
  private int size;

  /**
   * @param name of the items, for the sender
   */
  Slots(Supplier<T> create, String name, int max) {
    this.create = create;
    this.name = name;
    this.max = max;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  T get(int index) {
    return items.get(index);
  }

  /** Adds an item, which holds what it held when it was last used. */
  T add() throws DecodeException {
    if (size == items.size()) {
      if (size == max) {
        throw new DecodeException("more than " + max + " " + name + " in a span");
      }
      items.add(create.get());
    }
    return items.get(size++);
  }

  /** Takes back what was added last. */
  void removeLast() {
    size--;
  }
}
