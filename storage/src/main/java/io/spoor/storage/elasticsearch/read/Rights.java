package io.spoor.storage.elasticsearch.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.elasticsearch.connection.Answer;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.Request;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;

/**
 * Tells "you may not" from "there is nothing". A search that leaves out what is not there leaves
 * out what its caller may not read, too, and answers out of no index at all: then the server is
 * asked about the caller's rights. One that knows no such question (OpenSearch) is believed.
 */
final class Rights {
  private static final String PATH = "/_security/user/_has_privileges";

  /** An answer out of no index holds nothing, and is as short as that. */
  private static final int MAX_EMPTY_BYTES = 2048;

  private final Cluster cluster;
  private final ObjectMapper json;

  Rights(Cluster cluster, ObjectMapper json) {
    this.cluster = cluster;
    this.json = json;
  }

  /** The answer; fails if it is empty for want of rights. */
  Future<Answer> mayRead(List<String> indices, Answer answer) {
    // Another cluster knows its rights alone; an exclusion is no index.
    List<String> local =
        indices.stream().filter(name -> !name.contains(":") && !name.startsWith("-")).toList();
    if (local.isEmpty() || !isOutOfNoIndex(answer)) {
      return Future.succeededFuture(answer);
    }
    ObjectNode body = json.createObjectNode();
    ObjectNode asked = body.putArray("index").addObject();
    ArrayNode names = asked.putArray("names");
    local.forEach(names::add);
    asked.putArray("privileges").add("read");
    byte[] bytes = body.toString().getBytes(UTF_8);
    return cluster
        .send(Request.of("POST", PATH, Request.Body.json(bytes)))
        .map(
            told -> {
              if (told.isOk() && lacksAll(told)) {
                throw new StorageException(
                    Kind.TRANSIENT,
                    "Elasticsearch denies the caller's token the right to read "
                        + String.join(", ", local));
              }
              return answer;
            });
  }

  private boolean isOutOfNoIndex(Answer answer) {
    if (!answer.isOk() || answer.body().length > MAX_EMPTY_BYTES) {
      return false;
    }
    try {
      JsonNode total = json.readTree(answer.body()).path("_shards").path("total");
      return total.isInt() && total.asInt() == 0;
    } catch (IOException e) {
      return false; // whoever reads it will say so
    }
  }

  /** One index that may be read is enough to find nothing in. */
  private boolean lacksAll(Answer told) {
    try {
      JsonNode indices = json.readTree(told.body()).path("index");
      for (JsonNode index : indices) {
        if (index.path("read").asBoolean()) {
          return false;
        }
      }
      return !indices.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }
}
