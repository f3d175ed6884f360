package io.spoor.storage.elasticsearch.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.storage.LatestTraces;
import io.spoor.storage.SpanPredicate;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import io.spoor.storage.elasticsearch.connection.Answer;
import io.spoor.storage.elasticsearch.document.SpanDocumentReader;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds traces in the lean form: chunks whose terms allow a match, those with the latest start
 * first, and then each span as the embedded store would look at it. Stops when no later chunk can
 * change the answer.
 */
final class ChunkFinder {
  /** Chunks in an answer: some megabytes. */
  private static final int PAGE = 500;

  private final Searches searches;
  private final Completeness completeness;
  private final ObjectMapper json;
  private final WorkerExecutor workers;

  ChunkFinder(
      Searches searches, Completeness completeness, ObjectMapper json, WorkerExecutor workers) {
    this.searches = searches;
    this.completeness = completeness;
    this.json = json;
    this.workers = workers;
  }

  /** Adds what is found to what was found elsewhere. */
  Future<Void> find(List<String> indices, TraceQuery query, LatestTraces found) {
    return new Search(indices, query, found).start();
  }

  /** One search. Its parts run one after the other. */
  private final class Search {
    private final List<String> indices;
    private final TraceQuery query;
    private final LatestTraces found;
    private final SpanPredicate predicate;
    private int hits;
    private long lastStart;
    private Optional<String> scroll = Optional.empty();

    Search(List<String> indices, TraceQuery query, LatestTraces found) {
      this.indices = indices;
      this.query = query;
      this.found = found;
      this.predicate = new SpanPredicate(query);
    }

    /** One answer mostly suffices. */
    Future<Void> start() {
      return first(Map.of()).compose(done -> isEnough() ? done() : scrollAll());
    }

    private Future<Void> scrollAll() {
      return first(Map.of("scroll", Searches.KEEP_ALIVE)).compose(done -> next());
    }

    private Future<Void> first(Map<String, String> parameters) {
      ObjectNode body = searches.body();
      body.put("size", PAGE);
      body.putArray("sort")
          .addObject()
          .putObject("startMax")
          .put("order", "desc")
          .put("unmapped_type", "long");
      body.putObject("query").putObject("bool").set("filter", ChunkClauses.of(query));
      return searches.search(indices, body, parameters).compose(this::look);
    }

    private Future<Void> next() {
      if (scroll.isEmpty() || isEnough()) {
        return done();
      }
      return searches
          .scroll(scroll.get())
          .compose(this::look)
          .onFailure(failure -> searches.endScroll(scroll.get()))
          .compose(done -> next());
    }

    private boolean isEnough() {
      return hits < PAGE || !found.wants(Math.min(lastStart, query.startMaxMicros()));
    }

    private Future<Void> done() {
      scroll.ifPresent(searches::endScroll);
      return Future.succeededFuture();
    }

    private Future<Void> look(Answer answer) {
      return workers.executeBlocking(
          () -> {
            completeness.good(TraceFinder.WHAT, answer);
            SpanBatchBuilder out = new SpanBatchBuilder();
            SpanPage page = new SpanPage(json, new SpanDocumentReader("@"), out);
            try {
              page.read(answer.body());
            } catch (IOException e) {
              throw Completeness.unreadable(TraceFinder.WHAT, e);
            }
            completeness.check(TraceFinder.WHAT, page.rest());
            hits = page.hits();
            lastStart = page.lastSort();
            scroll = Optional.ofNullable(page.rest().path("_scroll_id").textValue());
            SpanBatch spans = out.build();
            for (int i = 0; i < spans.size(); i++) {
              if (predicate.matches(spans, i)) {
                found.add(
                    new TraceId(spans.traceIdHigh(i), spans.traceIdLow(i)), spans.startMicros(i));
              }
            }
            return null;
          },
          false);
    }
  }
}
