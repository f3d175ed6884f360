package io.spoor.storage.elasticsearch.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.elasticsearch.connection.Answer;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that hold less than was asked for are failures that say what is missing: half a trace
 * looks like a whole one. The one exception is a remote cluster that its operator has marked {@code
 * skip_unavailable}: it is counted and logged, and the rest is shown.
 */
final class Completeness {
  private static final Logger LOG = LoggerFactory.getLogger(Completeness.class);
  private static final int MAX_REASON = 400;

  private final ObjectMapper json;
  private final ReadMetrics metrics;

  Completeness(ObjectMapper json, ReadMetrics metrics) {
    this.json = json;
    this.metrics = metrics;
  }

  /** The answer as a tree, if it is good and whole. */
  JsonNode whole(String what, Answer answer) {
    good(what, answer);
    try {
      JsonNode root = json.readTree(answer.body());
      check(what, root);
      return root;
    } catch (IOException e) {
      throw unreadable(what, e);
    }
  }

  /** The answer if the server did what it was asked to. */
  Answer good(String what, Answer answer) {
    if (answer.isOk()) {
      return answer;
    }
    throw new StorageException(
        Answer.isTransient(answer.status()) ? Kind.TRANSIENT : Kind.PERMANENT,
        what + ": Elasticsearch answers " + answer.status() + ": " + reason(answer));
  }

  static StorageException unreadable(String what, Exception cause) {
    return new StorageException(
        Kind.TRANSIENT, what + ": this is not Elasticsearch's answer: " + message(cause), cause);
  }

  private static String message(Exception cause) {
    return cause instanceof JsonProcessingException parsing
        ? parsing.getOriginalMessage()
        : String.valueOf(cause.getMessage());
  }

  /**
   * @param root with everything but the hits
   */
  void check(String what, JsonNode root) {
    if (root.path("timed_out").asBoolean()) {
      throw new StorageException(
          Kind.TRANSIENT, what + ": the search took longer than it may; narrow it");
    }
    JsonNode shards = root.path("_shards");
    if (shards.path("failed").asInt() > 0) {
      throw new StorageException(
          Kind.TRANSIENT,
          what
              + ": "
              + shards.path("failed").asInt()
              + " of "
              + shards.path("total").asInt()
              + " shards failed: "
              + shard(shards.path("failures").path(0)));
    }
    JsonNode clusters = root.path("_clusters");
    int missing = clusters.path("failed").asInt() + clusters.path("partial").asInt();
    if (missing > 0) {
      throw new StorageException(
          Kind.TRANSIENT,
          what + ": " + missing + " clusters failed: " + cut(clusters.path("details").toString()));
    }
    int skipped = clusters.path("skipped").asInt();
    if (skipped > 0) {
      metrics.skippedClusters(skipped);
      LOG.warn(
          "{}: {} remote clusters were skipped: {}",
          what,
          skipped,
          cut(clusters.path("details").toString()));
    }
  }

  private String reason(Answer answer) {
    try {
      JsonNode error = json.readTree(answer.body()).path("error");
      JsonNode failedShard = error.path("failed_shards").path(0);
      if (!failedShard.isMissingNode()) {
        return shard(failedShard);
      }
      JsonNode cause = error.path("root_cause").path(0);
      JsonNode told = innermost(error.has("caused_by") || cause.isMissingNode() ? error : cause);
      if (told.has("reason")) {
        return cut(told.path("type").asText() + ": " + told.path("reason").asText());
      }
    } catch (IOException e) {
      LOG.debug("an error that is no JSON", e);
    }
    String text = new String(answer.body(), UTF_8);
    return cut(text);
  }

  /** The index, and why. */
  private static String shard(JsonNode failure) {
    if (failure.isMissingNode()) {
      return "no copy of them is there";
    }
    JsonNode cause = innermost(failure.path("reason"));
    return cut(
        failure.path("index").asText()
            + "["
            + failure.path("shard").asInt()
            + "]: "
            + cause.path("type").asText()
            + ": "
            + cause.path("reason").asText());
  }

  /** The outer ones say where it was noticed. */
  private static JsonNode innermost(JsonNode error) {
    JsonNode cause = error;
    while (cause.has("caused_by")) {
      cause = cause.path("caused_by");
    }
    return cause;
  }

  private static String cut(String text) {
    return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) + "..." : text;
  }
}
