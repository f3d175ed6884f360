package io.spoor.storage.elasticsearch.connection;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.storage.StorageException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Opens clusters and closes them after the test. */
abstract class ClusterFixture {
  final Vertx vertx = Vertx.vertx();
  private final List<Cluster> open = new ArrayList<>();

  @AfterEach
  void closeClusters() {
    open.forEach(cluster -> await(cluster.close()));
    await(vertx.close());
  }

  Cluster cluster(ConnectionOptions options) {
    Cluster cluster = new Cluster(vertx, options);
    open.add(cluster);
    return cluster;
  }

  static ConnectionOptions to(URI... servers) {
    return new ConnectionOptions(List.of(servers));
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(90, TimeUnit.SECONDS).join();
  }

  static StorageException failureOf(Future<?> future) {
    CompletionException thrown = assertThrows(CompletionException.class, () -> await(future));
    return assertInstanceOf(StorageException.class, thrown.getCause());
  }
}
