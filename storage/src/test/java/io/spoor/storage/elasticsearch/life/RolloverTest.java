package io.spoor.storage.elasticsearch.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.storage.StorageException;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.spoor.storage.elasticsearch.server.Disguise;
import io.spoor.storage.elasticsearch.server.TestProxy;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Indices behind aliases (contract: elasticsearch.md §13). */
class RolloverTest extends LifeFixture {
  private final String readAlias = prefix + "-jaeger-span-read";
  private final String writeAlias = prefix + "-jaeger-span-write";

  private Rollover rollover(IndexSet... sets) {
    return new Rollover(cluster, names, List.of(sets));
  }

  private static Future<Void> noTemplate(IndexSet set) {
    return Future.succeededFuture();
  }

  private void init(IndexSet... sets) {
    await(rollover(sets).init(Optional.empty(), RolloverTest::noTemplate));
  }

  @Test
  void startsEachSetWithAnIndexBehindBothAliases() {
    init(IndexSet.SPAN, IndexSet.SERVICE);

    assertEquals(Set.of("jaeger-span-000001", "jaeger-service-000001"), existing());
    assertEquals(Set.of("jaeger-span-000001"), behind(readAlias));
    assertEquals(Set.of("jaeger-span-000001"), behind(writeAlias));
    assertEquals(Set.of("jaeger-service-000001"), behind(prefix + "-jaeger-service-read"));
  }

  @Test
  void changesNothingWhenStartedAgain() {
    init(IndexSet.SPAN);
    assertTrue(await(rollover(IndexSet.SPAN).rollover("")));
    await(indices.delete(List.of(prefix + "-jaeger-span-000001"), java.time.Duration.ofSeconds(9)));

    init(IndexSet.SPAN);

    assertEquals(Set.of("jaeger-span-000002"), existing());
    assertEquals(Set.of("jaeger-span-000002"), behind(readAlias));
    assertEquals(Set.of("jaeger-span-000002"), behind(writeAlias));
  }

  @Test
  void keepsTheArchiveApart() {
    init(IndexSet.SPAN_ARCHIVE);

    assertEquals(Set.of("jaeger-span-archive-000001"), existing());
    assertEquals(
        Set.of("jaeger-span-archive-000001"), behind(prefix + "-jaeger-span-archive-write"));
  }

  @Test
  void rollsOverWhereTheConditionsHold() {
    init(IndexSet.SPAN);

    assertFalse(await(rollover(IndexSet.SPAN).rollover("{\"max_age\":\"2d\"}")));
    assertEquals(Set.of("jaeger-span-000001"), existing());

    server.send("PUT", "/" + writeAlias + "/_doc/1?refresh=true", "{}").expect(201);
    assertTrue(await(rollover(IndexSet.SPAN).rollover("{\"max_docs\":1,\"max_age\":\"2d\"}")));
    assertEquals(Set.of("jaeger-span-000002"), behind(writeAlias));
    assertEquals(Set.of("jaeger-span-000001", "jaeger-span-000002"), behind(readAlias));
  }

  @Test
  void saysThatThereIsNoAliasToRollOver() {
    StorageException refused =
        assertThrows(StorageException.class, () -> await(rollover(IndexSet.SPAN).rollover("{}")));

    assertTrue(refused.getMessage().startsWith("failed to roll over " + writeAlias));
  }

  @Test
  void takesOldIndicesOutOfWhatIsReadAndKeepsThem() {
    create(prefix + "-jaeger-span-000001");
    Instant afterTheFirst = between();
    create(prefix + "-jaeger-span-000002");
    create(prefix + "-jaeger-span-000003");
    for (int i = 1; i <= 3; i++) {
      alias(prefix + "-jaeger-span-00000" + i, readAlias);
    }
    alias(prefix + "-jaeger-span-000003", writeAlias);

    await(rollover(IndexSet.SPAN).lookback(afterTheFirst));
    assertEquals(Set.of("jaeger-span-000002", "jaeger-span-000003"), behind(readAlias));

    await(rollover(IndexSet.SPAN).lookback(between()));
    assertEquals(Set.of("jaeger-span-000003"), behind(readAlias));
    assertEquals(3, existing().size());
  }

  /** Request level: the test server has no lifecycle management, a proxy pretends that it has. */
  @Test
  void leavesManagedIndicesToTheirPolicyIfThereIsOne() {
    try (TestProxy proxy =
        TestProxy.before(server, Disguise.as(server.version()).withIlmPolicy("kept"))) {
      Cluster managed = new Cluster(vertx, new ConnectionOptions(List.of(proxy.uri())));
      Rollover rollover = new Rollover(managed, names, List.of(IndexSet.SPAN));

      await(rollover.init(Optional.of("kept"), RolloverTest::noTemplate));
      StorageException refused =
          assertThrows(
              StorageException.class,
              () -> await(rollover.init(Optional.of("lost"), RolloverTest::noTemplate)));

      assertEquals(
          "ILM policy lost doesn't exist in Elasticsearch. Please create it and re-run init",
          refused.getMessage());
      assertTrue(server.get("/_alias/" + writeAlias).expect(200).body().contains("is_write_index"));
      await(managed.close());
    }
  }
}
