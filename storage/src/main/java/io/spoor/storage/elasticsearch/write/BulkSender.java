package io.spoor.storage.elasticsearch.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.elasticsearch.connection.Answer;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.Request;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes bulk requests of documents, and reads the answers. One thread. */
final class BulkSender {
  private static final Logger LOG = LoggerFactory.getLogger(BulkSender.class);

  /**
   * How long the server waits for a primary shard, with its answer to all documents of the request.
   * Its own minute would hold up the others as long; sending again does as well.
   */
  private static final String SHARD_TIMEOUT = "5s";

  private static final Map<String, String> PARAMETERS =
      Map.of("filter_path", BulkAnswer.FILTER, "timeout", SHARD_TIMEOUT);
  // Larger buffers were one document's and are not kept.
  private static final int MAX_KEPT_BYTES = 16 << 20;
  private static final int MAX_KEPT = 4;

  private final Cluster cluster;
  private final WriterMetrics metrics;
  private final Deque<WireWriter> bodies = new ArrayDeque<>();
  // One line a failure state, not one a request.
  private boolean troubled;

  /** What is known of a request's documents. */
  sealed interface Outcome {
    /** Each for itself. */
    record Answered(BulkAnswer answer) implements Outcome {}

    /** Too large, or refused as a whole: smaller ones may do better. */
    record Unfit(String reason) implements Outcome {}

    /** Nothing: they may be stored or not. */
    record Unanswered(String reason) implements Outcome {}
  }

  BulkSender(Cluster cluster, WriterMetrics metrics) {
    this.cluster = cluster;
    this.metrics = metrics;
  }

  /** Never fails. */
  Future<Outcome> send(List<Item> items) {
    WireWriter body = bodies.isEmpty() ? new WireWriter(1 << 16) : bodies.pollFirst();
    body.truncate(0);
    for (Item item : items) {
      body.writeBytes(item.array(), item.offset(), item.length());
    }
    metrics.sent(items.size(), body.size());
    long since = System.nanoTime();
    Request request =
        Request.of("POST", "/_bulk", Request.Body.lines(body.array(), 0, body.size()))
            .with(PARAMETERS);
    return cluster
        .send(request)
        .map(
            answer -> {
              keep(body);
              return read(answer, items.size());
            })
        // Its bytes may still be on their way out: the buffer is not used again.
        .otherwise(failure -> new Outcome.Unanswered(String.valueOf(failure.getMessage())))
        .map(outcome -> told(outcome, items.size(), System.nanoTime() - since));
  }

  private void keep(WireWriter body) {
    if (bodies.size() < MAX_KEPT && body.array().length <= MAX_KEPT_BYTES) {
      bodies.addFirst(body);
    }
  }

  private static Outcome read(Answer answer, int documents) {
    if (!answer.isOk()) {
      String reason = answer.failure("bulk").getMessage();
      return answer.status() == 413 || (answer.status() == 400 && isElasticsearch(answer))
          ? new Outcome.Unfit(reason)
          : new Outcome.Unanswered(reason);
    }
    try {
      return new Outcome.Answered(BulkAnswer.parse(answer.body(), documents));
    } catch (DecodeException e) {
      String reason = "the answer to a bulk request cannot be understood: " + e.getMessage();
      return new Outcome.Unanswered(reason);
    }
  }

  /**
   * A 400 of something in between, a gateway that wants TLS for one, is about no document: taken
   * for a refusal, it would set aside everything there is.
   */
  private static boolean isElasticsearch(Answer answer) {
    String text = new String(answer.body(), UTF_8);
    return text.startsWith("{") && text.contains("\"error\"") && text.contains("\"type\"");
  }

  private Outcome told(Outcome outcome, int documents, long nanos) {
    int failed =
        outcome instanceof Outcome.Answered answered
            ? answered.answer().failures().size()
            : documents;
    metrics.answered(documents - failed, failed, nanos);
    if (failed == 0) {
      if (troubled) {
        LOG.info("Elasticsearch takes documents again");
      }
      troubled = false;
    } else if (!troubled) {
      troubled = true;
      LOG.warn(
          "Elasticsearch does not take {} of {} documents: {}", failed, documents, why(outcome));
    }
    return outcome;
  }

  private static String why(Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered) {
      return answered.answer().failures().values().iterator().next().toString();
    }
    return outcome instanceof Outcome.Unfit unfit
        ? unfit.reason()
        : ((Outcome.Unanswered) outcome).reason();
  }
}
