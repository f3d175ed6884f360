package io.spoor.app.endtoend;

import io.spoor.storage.elasticsearch.server.ServerSettings;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The one Elasticsearch of this module's tests, started at the first call and stopped with the JVM.
 * It is local always, since some tests kill it. Each test has an index prefix of its own.
 */
final class ServerOfTests {
  private static final class Holder {
    static final TestServer SERVER = TestServer.start(ServerSettings.plain());
  }

  private ServerOfTests() {}

  static TestServer get() {
    return Holder.SERVER;
  }

  /** Names of the indices that match a pattern, hidden ones left out, in order. */
  static List<String> indices(String pattern) {
    String list = "/_cat/indices/" + pattern + "?format=json&h=index&s=index";
    return new JsonArray(get().get(list).expect(200).body())
        .stream().map(row -> ((JsonObject) row).getString("index")).toList();
  }

  /** Makes searches see all that was written. */
  static void refresh(String prefix) {
    get().send("POST", "/" + prefix + "-*/_refresh?expand_wildcards=all", "").expect(200);
  }
}
