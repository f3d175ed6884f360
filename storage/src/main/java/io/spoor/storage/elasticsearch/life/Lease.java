package io.spoor.storage.elasticsearch.life;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.elasticsearch.connection.Answer;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.Request;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One of many processes at a time: a document that its holder writes again and again, each time on
 * the condition that nobody else has. Whoever sees it unchanged for the whole term, by their own
 * clock, takes it over: clocks need not agree. One caller at a time.
 */
final class Lease {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;
  private final String path;
  private final String holder;
  private final Duration term;
  private final LongSupplier nanoTime;
  // What the document said when it was last seen to change, and when that was.
  private Version seen = Version.NONE;
  private long seenNanos;

  private record Version(long sequence, long primaryTerm, String holder) {
    static final Version NONE = new Version(-1, -1, "");
  }

  /**
   * Asks nothing yet.
   *
   * @param index of leases
   * @param holder who this is; no two processes have the same
   * @param term how long a holder may be silent
   */
  Lease(
      Cluster cluster,
      String index,
      String name,
      String holder,
      Duration term,
      LongSupplier nanoTime) {
    this.cluster = cluster;
    this.path = "/" + index + "/_doc/" + name;
    this.holder = holder;
    this.term = term;
    this.nanoTime = nanoTime;
  }

  /** Takes or renews the lease; false if somebody else has it. */
  Future<Boolean> acquire() {
    return cluster.send(Request.of("GET", path)).compose(this::acquire);
  }

  private Future<Boolean> acquire(Answer answer) {
    if (answer.status() == 404) {
      return write(Map.of("op_type", "create"));
    }
    Version current = read(answer.orThrow("failed to read the lease"));
    if (!current.equals(seen)) {
      seen = current;
      seenNanos = nanoTime.getAsLong();
    }
    boolean isMine = current.holder().equals(holder);
    if (isMine || nanoTime.getAsLong() - seenNanos >= term.toNanos()) {
      return write(
          Map.of(
              "if_seq_no", Long.toString(current.sequence()),
              "if_primary_term", Long.toString(current.primaryTerm())));
    }
    return Future.succeededFuture(false);
  }

  private Future<Boolean> write(Map<String, String> condition) {
    byte[] body =
        JsonNodeFactory.instance.objectNode().put("holder", holder).toString().getBytes(UTF_8);
    return cluster
        .send(Request.of("PUT", path, Request.Body.json(body)).with(condition))
        .map(
            answer -> {
              // Somebody was faster.
              if (answer.status() == 409) {
                return false;
              }
              return answer.orThrow("failed to write the lease").isOk();
            });
  }

  private static Version read(Answer answer) {
    try {
      JsonNode root = JSON.readTree(answer.body());
      return new Version(
          root.path("_seq_no").asLong(-1),
          root.path("_primary_term").asLong(-1),
          root.path("_source").path("holder").asText());
    } catch (IOException e) {
      throw new StorageException(Kind.TRANSIENT, "failed to read the lease: not JSON", e);
    }
  }
}
