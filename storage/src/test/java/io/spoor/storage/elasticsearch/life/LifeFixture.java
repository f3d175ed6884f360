package io.spoor.storage.elasticsearch.life;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.connection.Request;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.spoor.storage.elasticsearch.server.ElasticsearchTest;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

/** Indices under a prefix of the test's own. */
@ElasticsearchTest
abstract class LifeFixture {
  static final List<IndexSet> ALL = List.of(IndexSet.SPAN, IndexSet.SERVICE, IndexSet.DEPENDENCIES);

  final Vertx vertx = Vertx.vertx();
  final TestServer server = TestServer.shared();
  final Cluster cluster = new Cluster(vertx, new ConnectionOptions(List.of(server.uri())));
  final String prefix = "life" + UUID.randomUUID().toString().substring(0, 8);
  final IndexNames names = new IndexNames(IndexOptions.DEFAULTS.withPrefix(prefix), Tenant.DEFAULT);
  final Indices indices = new Indices(cluster);

  @AfterEach
  void cleanUp() {
    server.deleteIndices(prefix + "-*");
    await(cluster.close());
    await(vertx.close());
  }

  /** As small as an index can be. */
  void create(String name) {
    put("/" + name, "{\"settings\":{\"index.number_of_shards\":1,\"index.number_of_replicas\":0}}");
  }

  /** An instant after the creation of what exists and before that of what is created next. */
  static Instant between() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    while (!Instant.now().isAfter(now.plusMillis(1))) {
      LockSupport.parkNanos(1_000_000);
    }
    return now;
  }

  void put(String path, String json) {
    await(
        cluster
            .send(Request.of("PUT", path, Request.Body.json(json.getBytes(UTF_8))))
            .map(answer -> answer.orThrow("test")));
  }

  void alias(String index, String alias) {
    await(indices.changeAliases(List.of(Indices.addAlias(index, alias))));
  }

  /** Names without the prefix. */
  Set<String> existing() {
    return await(indices.list(prefix + "-")).stream()
        .map(index -> index.name().substring(prefix.length() + 1))
        .collect(Collectors.toSet());
  }

  /** Indices of an alias, without the prefix. */
  Set<String> behind(String alias) {
    return await(indices.list(prefix + "-*")).stream()
        .filter(index -> index.aliases().contains(alias))
        .map(index -> index.name().substring(prefix.length() + 1))
        .collect(Collectors.toSet());
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in 60 s", e);
    }
  }
}
