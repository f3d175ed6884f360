package io.spoor.storage.elasticsearch.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.proto.model.ProcessTags;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.elasticsearch.connection.Answer;
import io.spoor.storage.elasticsearch.document.SpanDocumentReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.http.ContentTooLongException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads whole traces: one search for all of them, with the exact number of their spans; where that
 * is more than an answer may hold, a scroll, which is a snapshot that every supported server knows
 * and that needs no order: order is made here. Pages of one load come one after the other, so a
 * load holds its spans and one page.
 */
final class SpanLoader {
  private static final Logger LOG = LoggerFactory.getLogger(SpanLoader.class);

  /** Documents in an answer, so that one is some megabytes; halved while answers are too large. */
  static final int MAX_PAGE = 5000;

  /** Traces that are searched for at once. */
  private static final int MAX_TRACES = 100;

  /** Encoded spans of a load: a trace beyond would end the process, and nobody could look at it. */
  private static final long MAX_BYTES = Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 4);

  private static final String WHAT = "cannot read traces";

  private final Searches searches;
  private final Completeness completeness;
  private final ObjectMapper json;
  private final ReadOptions options;
  private final ReadMetrics metrics;
  private final WorkerExecutor workers;
  private final Optional<RoutedIndices> routed;

  /**
   * @param routed empty to look at all shards of an index
   */
  SpanLoader(
      Searches searches,
      Completeness completeness,
      ObjectMapper json,
      ReadOptions options,
      ReadMetrics metrics,
      WorkerExecutor workers,
      Optional<RoutedIndices> routed) {
    this.searches = searches;
    this.completeness = completeness;
    this.json = json;
    this.options = options;
    this.metrics = metrics;
    this.workers = workers;
    this.routed = routed;
  }

  /** One trace, from one shard of each index if they hold routed documents alone. */
  Future<Optional<Trace>> load(List<String> indices, TraceId id, ArrayNode conditions) {
    return routed
        .map(known -> known.count(indices))
        .orElseGet(() -> Future.succeededFuture(OptionalInt.empty()))
        .compose(
            count ->
                count.isEmpty()
                    ? load(indices, List.of(id), conditions)
                    : new Load(indices, List.of(id), conditions, count).run())
        .map(traces -> traces.stream().findFirst());
  }

  /**
   * The traces that have spans, in the order of the ids.
   *
   * @param indices to look into
   * @param conditions further ones that every span must meet
   */
  Future<List<Trace>> load(List<String> indices, List<TraceId> ids, ArrayNode conditions) {
    Future<List<Trace>> all = Future.succeededFuture(new ArrayList<>());
    for (int from = 0; from < ids.size(); from += MAX_TRACES) {
      List<TraceId> some = ids.subList(from, Math.min(ids.size(), from + MAX_TRACES));
      all =
          all.compose(
              before ->
                  new Load(indices, some, conditions, OptionalInt.empty())
                      .run()
                      .map(
                          traces -> {
                            before.addAll(traces);
                            check(bytes(before));
                            return before;
                          }));
    }
    return all.map(List::copyOf);
  }

  private static long bytes(List<Trace> traces) {
    return traces.stream().mapToLong(trace -> trace.spans().encodedBytes()).sum();
  }

  private static void check(long bytes) {
    if (bytes > MAX_BYTES) {
      throw new StorageException(
          Kind.PERMANENT, WHAT + ": more than " + (MAX_BYTES >> 20) + " MiB of spans");
    }
  }

  /** One load. Its parts run one after the other, on a worker. */
  private final class Load {
    private final List<String> indices;
    private final List<TraceId> ids;
    private final ArrayNode conditions;
    // Indices that must answer, each with one shard, if the read is routed.
    private OptionalInt routedTo;
    private int pageSize = Math.min(options.maxDocCount(), MAX_PAGE);
    private SpanBatchBuilder spans = new SpanBatchBuilder();
    private SpanPage page = newPage();

    Load(List<String> indices, List<TraceId> ids, ArrayNode conditions, OptionalInt routedTo) {
      this.indices = indices;
      this.ids = ids;
      this.conditions = conditions;
      this.routedTo = routedTo;
    }

    private SpanPage newPage() {
      spans = new SpanBatchBuilder(ProcessTags.NONE, 1 << 16);
      return new SpanPage(json, new SpanDocumentReader(options.dotReplacement()), spans);
    }

    Future<List<Trace>> run() {
      return once()
          .recover(
              failure -> {
                if (pageSize > 1 && failure.getCause() instanceof ContentTooLongException) {
                  pageSize = Math.max(1, pageSize / 2);
                  page = newPage();
                  return run();
                }
                return Future.failedFuture(failure);
              });
    }

    private Future<List<Trace>> once() {
      return searches
          .search(indices, body(), routing())
          .compose(this::decode)
          .compose(read -> isOfOtherIndices() ? again() : rest());
    }

    /** Whether an index has come or gone since somebody looked whether all are routed. */
    private boolean isOfOtherIndices() {
      return routedTo.isPresent()
          && page.rest().path("_shards").path("total").asInt() != routedTo.getAsInt();
    }

    private Future<List<Trace>> again() {
      routed.ifPresent(known -> known.forget(indices));
      routedTo = OptionalInt.empty();
      page = newPage();
      return once();
    }

    private Map<String, String> routing() {
      return routedTo.isPresent() ? Map.of("routing", ids.get(0).toString()) : Map.of();
    }

    private Future<List<Trace>> rest() {
      Future<Void> whole =
          page.total() > page.hits() ? scrollAll() : Future.<Void>succeededFuture();
      return whole.compose(read -> workers.executeBlocking(this::traces, false));
    }

    private Future<Void> scrollAll() {
      page = newPage();
      Map<String, String> scrolling = new HashMap<>(routing());
      scrolling.put("scroll", Searches.KEEP_ALIVE);
      return searches
          .search(indices, body(), scrolling)
          .compose(this::decode)
          .compose(first -> nextPages());
    }

    private Future<Void> nextPages() {
      Promise<Void> all = Promise.promise();
      nextPage(all);
      return all.future();
    }

    /** Not a chain of futures, which would complete through as many calls as there are pages. */
    private void nextPage(Promise<Void> all) {
      Optional<String> scroll = Optional.ofNullable(page.rest().path("_scroll_id").textValue());
      if (page.hits() == 0 || scroll.isEmpty()) {
        scroll.ifPresent(searches::endScroll);
        all.complete();
        return;
      }
      searches
          .scroll(scroll.get())
          .compose(this::decode)
          .onSuccess(read -> nextPage(all))
          .onFailure(
              failure -> {
                searches.endScroll(scroll.get());
                all.fail(failure);
              });
    }

    private ObjectNode body() {
      ObjectNode body = searches.body();
      body.put("size", pageSize);
      body.put("track_total_hits", true);
      body.putArray("sort").add("_doc");
      ArrayNode filter = json.createArrayNode();
      filter.add(SpanClauses.traces(ids));
      filter.addAll(conditions);
      body.putObject("query").putObject("bool").set("filter", filter);
      return body;
    }

    private Future<Void> decode(Answer answer) {
      return workers.executeBlocking(
          () -> {
            completeness.good(WHAT, answer);
            try {
              page.read(answer.body());
            } catch (IOException e) {
              throw Completeness.unreadable(WHAT, e);
            }
            completeness.check(WHAT, page.rest());
            metrics.page();
            check(spans.encodedBytes());
            return null;
          },
          false);
    }

    private List<Trace> traces() {
      if (page.unreadable() > 0) {
        metrics.unreadable(page.unreadable());
        if (spans.size() == 0) {
          throw new StorageException(
              Kind.PERMANENT, WHAT + ": none of their documents is a span; " + page.trouble());
        }
        LOG.warn(
            "{} documents are no spans and are not shown, such as {}",
            page.unreadable(),
            page.trouble());
      }
      return TraceAssembly.traces(spans.build(), ids);
    }
  }
}
