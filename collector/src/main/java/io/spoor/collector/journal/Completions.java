package io.spoor.collector.journal;

import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells the callers of a group. Each is told on its own context, but requests have contexts that
 * are duplicates of their server's: a group costs one hop per event-loop context, not one per
 * request.
 */
final class Completions {
  private Completions() {}

  static void complete(List<Append> group, Consumer<Promise<Void>> outcome) {
    IdentityHashMap<ContextInternal, List<Append>> hops = new IdentityHashMap<>();
    for (Append append : group) {
      if (append.context().isEmpty()) {
        outcome.accept(append.promise());
        continue;
      }
      ContextInternal context = append.context().get();
      if (context.isEventLoopContext()) {
        hops.computeIfAbsent(context.unwrap(), root -> new ArrayList<>()).add(append);
      } else {
        context.runOnContext(v -> outcome.accept(append.promise()));
      }
    }
    hops.forEach(
        (root, appends) ->
            root.runOnContext(
                v -> {
                  for (Append append : appends) {
                    append.context().orElseThrow().dispatch(() -> outcome.accept(append.promise()));
                  }
                }));
  }
}
