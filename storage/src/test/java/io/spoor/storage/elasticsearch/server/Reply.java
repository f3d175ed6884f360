package io.spoor.storage.elasticsearch.server;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * What a server answered.
 *
 * @param headers the first value of each, names in lower case
 */
public record Reply(int status, Map<String, String> headers, String body) {
  public Reply {
    headers = Map.copyOf(headers);
  }

  public JsonObject json() {
    return new JsonObject(body);
  }

  /** This answer when it is a good one. */
  public Reply expect(int wanted) {
    if (status != wanted) {
      throw new AssertionError("wanted " + wanted + ", got " + status + ": " + body);
    }
    return this;
  }
}
