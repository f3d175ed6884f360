package io.spoor.storage.elasticsearch.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Old indices go, and nothing else (contract: elasticsearch.md §14). */
class CleanerTest extends LifeFixture {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2024-02-10T15:00:00Z"), ZoneOffset.UTC);

  private Cleaner cleaner(Cleaner.Scope scope, String separator) {
    return new Cleaner(cluster, names, scope, separator, NOW);
  }

  private List<String> clean(Cleaner cleaner, Instant limit) {
    return await(cleaner.clean(limit, Duration.ofSeconds(30)));
  }

  @Test
  void countsDaysFromTheMidnightThatEndsThisOne() {
    assertEquals(Instant.parse("2024-02-10T00:00:00Z"), cleaner(Cleaner.Scope.DATED, "-").limit(1));
    assertEquals(Instant.parse("2024-02-11T00:00:00Z"), cleaner(Cleaner.Scope.DATED, "-").limit(0));
  }

  @Test
  void goesByTheTimeOfCreationNotByTheName() {
    create(prefix + "-jaeger-span-2024-02-10");
    create(prefix + "-jaeger-service-2024-02-10-07");
    create(prefix + "-jaeger-span-000001");
    create(prefix + "-jaeger-span-archive");
    create(prefix + "-jaeger-other-2024-01-01");
    Instant limit = between();
    create(prefix + "-jaeger-span-2024-02-09");

    clean(cleaner(Cleaner.Scope.DATED, "-"), limit);

    assertEquals(
        Set.of(
            "jaeger-span-2024-02-09",
            "jaeger-span-000001",
            "jaeger-span-archive",
            "jaeger-other-2024-01-01"),
        existing());
  }

  @Test
  void reachesATenantsIndicesByTheirPrefixAndBySomethingElseNever() {
    create(prefix + "-jaeger-span-2024-02-10");
    create(prefix + "-tenant_a-jaeger-span-2024-02-10");
    create(prefix + "-tenant_a.b-jaeger-span-2024-02-10");
    Instant limit = between();

    assertEquals(
        List.of(prefix + "-jaeger-span-2024-02-10"),
        clean(cleaner(Cleaner.Scope.DATED, "-"), limit));
    IndexNames tenants =
        new IndexNames(IndexOptions.DEFAULTS.withPrefix(prefix + "-tenant_a"), Tenant.DEFAULT);
    assertEquals(
        List.of(prefix + "-tenant_a-jaeger-span-2024-02-10"),
        clean(new Cleaner(cluster, tenants, Cleaner.Scope.DATED, "-", NOW), limit));
    assertEquals(
        List.of(prefix + "-tenant_a.b-jaeger-span-2024-02-10"),
        await(indices.names(prefix + "-*")));
  }

  @Test
  void keepsWriteIndicesHoweverOldTheyAre() {
    create(prefix + "-jaeger-span-000001");
    create(prefix + "-jaeger-span-000002");
    create(prefix + "-jaeger-service-000001");
    alias(prefix + "-jaeger-span-000002", prefix + "-jaeger-span-write");
    alias(prefix + "-jaeger-service-000001", prefix + "-jaeger-service-write");

    clean(cleaner(Cleaner.Scope.ROLLED_OVER, "-"), between());

    assertEquals(Set.of("jaeger-span-000002", "jaeger-service-000001"), existing());
  }

  @Test
  void cleansTheArchiveOnlyWhenAskedTo() {
    create(prefix + "-jaeger-span-archive-000001");
    create(prefix + "-jaeger-span-archive-000002");
    create(prefix + "-jaeger-span-000001");
    alias(prefix + "-jaeger-span-archive-000002", prefix + "-jaeger-span-archive-write");

    clean(cleaner(Cleaner.Scope.ARCHIVE, "-"), between());

    assertEquals(Set.of("jaeger-span-archive-000002", "jaeger-span-000001"), existing());
  }

  @Test
  void takesTheSeparatorAsAnExpressionLikeJaeger() {
    create(prefix + "-jaeger-span-2024.01.01");
    create(prefix + "-jaeger-span-2024-01-02");
    create(prefix + "-jaeger-span-20240103");

    clean(cleaner(Cleaner.Scope.DATED, "."), between());

    assertEquals(Set.of("jaeger-span-20240103"), existing());
  }

  @Test
  void leavesOtherPrefixesAlone() {
    create(prefix + "-more-jaeger-span-2024-01-01");
    create(prefix + "-jaeger-span-2024-01-01");

    clean(cleaner(Cleaner.Scope.DATED, "-"), between());

    server.get("/" + prefix + "-more-jaeger-span-2024-01-01").expect(200);
    assertEquals(Set.of(), existing());
  }

  @Test
  void isContentWithNothingToDo() {
    assertEquals(List.of(), clean(cleaner(Cleaner.Scope.DATED, "-"), between()));
  }

  @Test
  void deletesInPortionsThatAUrlHasRoomFor() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      names.add("jaeger-span-2024-01-01-" + i);
    }
    List<List<String>> portions = Indices.portions(names);

    assertEquals(names, portions.stream().flatMap(List::stream).toList());
    assertTrue(
        portions.stream()
            .allMatch(one -> String.join(",", one).length() <= Indices.MAX_NAME_CHARACTERS));
    assertTrue(portions.size() < 10, "" + portions.size());
  }
}
