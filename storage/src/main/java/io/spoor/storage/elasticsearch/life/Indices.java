package io.spoor.storage.elasticsearch.life;

import static java.nio.charset.StandardCharsets.UTF_8;

import co.elastic.clients.elasticsearch.indices.update_aliases.Action;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.elasticsearch.connection.Answer;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.Request;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is done to indices and aliases. Each step is one request. */
final class Indices {
  /** A URL has room for so many characters of names (contract: elasticsearch.md §14). */
  static final int MAX_NAME_CHARACTERS = 4000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;

  Indices(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * The indices of the prefix. The answer is read as plain JSON: indices of others whose settings a
   * typed client does not know must not be in the way.
   */
  Future<List<IndexInfo>> list(String prefix) {
    return cluster
        .send(
            Request.of("GET", "/" + prefix + "jaeger-*," + prefix + "spoor-*")
                .with(
                    Map.of(
                        "flat_settings", "true",
                        "filter_path", "*.aliases,*.settings",
                        "expand_wildcards", "open,closed",
                        "ignore_unavailable", "true")))
        .map(answer -> read(answer.orThrow("failed to get indices")));
  }

  /**
   * Names of the indices of a prefix or of a pattern of prefixes, and no more: there may be many.
   */
  Future<List<String>> names(String prefix) {
    return cluster
        .send(
            Request.of("GET", "/" + prefix + "jaeger-*," + prefix + "spoor-*")
                .with(
                    Map.of(
                        "filter_path", "*.settings.index.creation_date",
                        "expand_wildcards", "open,closed",
                        "ignore_unavailable", "true")))
        .map(
            answer -> {
              List<String> names = new ArrayList<>();
              try {
                JSON.readTree(answer.orThrow("failed to get indices").body())
                    .fieldNames()
                    .forEachRemaining(names::add);
              } catch (IOException e) {
                throw new StorageException(Kind.TRANSIENT, "failed to get indices: not JSON", e);
              }
              return names;
            });
  }

  private static List<IndexInfo> read(Answer answer) {
    List<IndexInfo> indices = new ArrayList<>();
    try {
      JSON.readTree(answer.body())
          .properties()
          .forEach(index -> indices.add(index(index.getKey(), index.getValue())));
    } catch (IOException e) {
      throw new StorageException(Kind.TRANSIENT, "failed to get indices: not JSON", e);
    }
    return indices;
  }

  private static IndexInfo index(String name, JsonNode index) {
    Set<String> aliases = new HashSet<>();
    index.path("aliases").fieldNames().forEachRemaining(aliases::add);
    long created = index.path("settings").path("index.creation_date").asLong(-1);
    if (created < 0) {
      // Without its time an index looks as old as can be, and would be deleted.
      throw new StorageException(
          Kind.TRANSIENT, "failed to get indices: " + name + " has no creation date");
    }
    return new IndexInfo(name, aliases, Instant.ofEpochMilli(created));
  }

  /** Creates the index unless there is one of that name already. */
  Future<Boolean> createIfMissing(String name) {
    return cluster
        .send(Request.of("PUT", "/" + encoded(name)))
        .map(
            answer -> {
              if (answer.isOk()) {
                return true;
              }
              if (answer.status() == 400 && isAboutExisting(answer)) {
                return false;
              }
              throw answer.failure("failed to create index " + name);
            });
  }

  private static boolean isAboutExisting(Answer answer) {
    return new String(answer.body(), UTF_8).contains("resource_already_exists_exception");
  }

  /** All actions at once, or none. */
  Future<Void> changeAliases(List<Action> actions) {
    if (actions.isEmpty()) {
      return Future.succeededFuture();
    }
    return Future.fromCompletionStage(
            cluster.typed().indices().updateAliases(request -> request.actions(actions)))
        .recover(failure -> Future.failedFuture(failed("failed to change aliases", failure)))
        .mapEmpty();
  }

  /**
   * Rolls over to a new index where the conditions hold.
   *
   * @param conditions JSON of the user's, handed on as it is; empty for none
   * @param isDryRun only asks
   */
  Future<Boolean> rollover(String alias, String conditions, boolean isDryRun) {
    Request request = Request.of("POST", "/" + encoded(alias) + "/_rollover/");
    if (!conditions.isBlank()) {
      byte[] body = ("{\"conditions\":" + conditions + "}").getBytes(UTF_8);
      request = Request.of("POST", request.path(), Request.Body.json(body));
    }
    if (isDryRun) {
      request = request.with(Map.of("dry_run", "true"));
    }
    return cluster
        .send(request)
        .map(answer -> rolledOver(answer.orThrow("failed to roll over " + alias), isDryRun));
  }

  private static boolean rolledOver(Answer answer, boolean isDryRun) {
    try {
      JsonNode root = JSON.readTree(answer.body());
      if (!isDryRun) {
        return root.path("rolled_over").asBoolean();
      }
      // A dry run never rolls over: what counts is whether a condition holds.
      for (JsonNode condition : root.path("conditions")) {
        if (condition.asBoolean()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new StorageException(Kind.TRANSIENT, "failed to roll over: not JSON", e);
    }
  }

  /** Deletes the indices, in portions that a URL has room for. */
  Future<Void> delete(List<String> names, Duration masterTimeout) {
    Future<Void> done = Future.succeededFuture();
    for (List<String> portion : portions(names)) {
      done = done.compose(ignored -> deletePortion(portion, masterTimeout));
    }
    return done;
  }

  private Future<Void> deletePortion(List<String> names, Duration masterTimeout) {
    return cluster
        .send(
            Request.of("DELETE", "/" + encoded(String.join(",", names)))
                .with(
                    Map.of(
                        "master_timeout",
                        masterTimeout.toSeconds() + "s",
                        "ignore_unavailable",
                        "true")))
        .map(answer -> answer.orThrow("failed to delete indices"))
        .mapEmpty();
  }

  static List<List<String>> portions(List<String> names) {
    List<List<String>> portions = new ArrayList<>();
    List<String> portion = new ArrayList<>();
    int characters = 0;
    for (String name : names) {
      if (!portion.isEmpty() && characters + name.length() + 1 > MAX_NAME_CHARACTERS) {
        portions.add(portion);
        portion = new ArrayList<>();
        characters = 0;
      }
      portion.add(name);
      characters += name.length() + 1;
    }
    if (!portion.isEmpty()) {
      portions.add(portion);
    }
    return portions;
  }

  static Action addAlias(String index, String alias) {
    return Action.of(action -> action.add(add -> add.index(index).alias(alias)));
  }

  static Action addWriteAlias(String index, String alias) {
    return Action.of(action -> action.add(add -> add.index(index).alias(alias).isWriteIndex(true)));
  }

  static Action removeAlias(String index, String alias) {
    return Action.of(action -> action.remove(remove -> remove.index(index).alias(alias)));
  }

  static StorageException failed(String what, Throwable failure) {
    return new StorageException(Kind.TRANSIENT, what + ": " + failure.getMessage(), failure);
  }

  /** Names may hold what a path may not, a plus for one. */
  private static String encoded(String names) {
    return URLEncoder.encode(names, UTF_8).replace("%2C", ",").replace("%2A", "*");
  }
}
