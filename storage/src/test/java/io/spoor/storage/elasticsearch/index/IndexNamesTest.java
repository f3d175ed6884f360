package io.spoor.storage.elasticsearch.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.storage.Tenant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as in contract elasticsearch.md §1 and §8.1. */
class IndexNamesTest {
  /** 2024-01-31T17:30:00Z. */
  private static final long EVENING = 1_706_722_200_000_000L;

  private static final long HOUR = 3_600_000_000L;

  private static IndexOptions options(String prefix, String separator, Frequency spans) {
    return new IndexOptions(prefix, separator, spans, Frequency.DAY, false, List.of());
  }

  private static IndexNames names(IndexOptions options) {
    return new IndexNames(options, Tenant.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({
    "'', -, DAY, jaeger-span-2024-01-31",
    "'', -, HOUR, jaeger-span-2024-01-31-17",
    "'', ., HOUR, jaeger-span-2024.01.31.17",
    "'', '', DAY, jaeger-span-20240131",
    "prod, -, DAY, prod-jaeger-span-2024-01-31",
    "prod-, -, DAY, prod-jaeger-span-2024-01-31"
  })
  void writesToTheIndexOfTheDate(
      String prefix, String separator, Frequency frequency, String expected) {
    IndexNames names = names(options(prefix, separator, frequency));

    assertEquals(expected, names.write(IndexSet.SPAN, EVENING));
    assertEquals(List.of(expected), names.read(IndexSet.SPAN, EVENING, EVENING));
  }

  @Test
  void writesSpansOfAllTimesSomewhere() {
    IndexNames names = names(IndexOptions.DEFAULTS);

    assertEquals("jaeger-span-1969-12-31", names.write(IndexSet.SPAN, -1));
    assertEquals("jaeger-span-0001-01-01", names.write(IndexSet.SPAN, Long.MIN_VALUE));
    assertEquals("jaeger-span-9999-12-31", names.write(IndexSet.SPAN, Long.MAX_VALUE));
  }

  @Test
  void readsTheNewestFirstEachWithItsOwnFrequency() {
    IndexNames names = names(options("", "-", Frequency.HOUR));

    assertEquals(
        List.of("jaeger-span-2024-01-31-17", "jaeger-span-2024-01-31-16"),
        names.read(IndexSet.SPAN, EVENING - HOUR, EVENING));
    assertEquals(
        List.of("jaeger-service-2024-01-31", "jaeger-service-2024-01-30"),
        names.read(IndexSet.SERVICE, EVENING - 24 * HOUR, EVENING));
  }

  @Test
  void readsNothingForATimeThatIsNone() {
    assertEquals(List.of(), names(IndexOptions.DEFAULTS).read(IndexSet.SPAN, EVENING, 0));
  }

  @Test
  void readsLongTimesByPatternAndWithoutTheArchive() {
    IndexNames names = names(options("p", "-", Frequency.HOUR));

    assertEquals(
        List.of("p-jaeger-span-*", "-p-jaeger-span-archive*"),
        names.read(IndexSet.SPAN, Long.MIN_VALUE, Long.MAX_VALUE));
    assertEquals(
        List.of("p-spoor-chunk-*"), names.read(IndexSet.LEAN, EVENING - 100 * HOUR, EVENING));
  }

  @Test
  void readsRemoteClustersBehindTheLocalOne() {
    IndexOptions options =
        new IndexOptions("", "-", Frequency.DAY, Frequency.DAY, false, List.of("a", "b"));

    assertEquals(
        List.of("jaeger-span-2024-01-31", "a:jaeger-span-2024-01-31", "b:jaeger-span-2024-01-31"),
        names(options).read(IndexSet.SPAN, EVENING, EVENING));
    assertEquals(
        List.of(
            "jaeger-span-*",
            "-jaeger-span-archive*",
            "a:jaeger-span-*",
            "a:-jaeger-span-archive*",
            "b:jaeger-span-*",
            "b:-jaeger-span-archive*"),
        names(options).read(IndexSet.SPAN, 0, EVENING));
  }

  @Test
  void usesAliasesWhereTheyAreAskedFor() {
    IndexNames names = names(IndexOptions.DEFAULTS.withAliases().withPrefix("p"));

    assertEquals("p-jaeger-span-write", names.write(IndexSet.SPAN, EVENING));
    assertEquals(List.of("p-jaeger-span-read"), names.read(IndexSet.SPAN, 0, EVENING));
    assertEquals("p-jaeger-span-archive-write", names.write(IndexSet.SPAN_ARCHIVE, EVENING));
    assertEquals("p-jaeger-span-2024-01-31", names.dated(IndexSet.SPAN, EVENING));
  }

  @Test
  void writesTheArchiveWithoutDates() {
    IndexNames names = names(IndexOptions.DEFAULTS);

    assertEquals("jaeger-span-archive", names.write(IndexSet.SPAN_ARCHIVE, EVENING));
    assertEquals(List.of("jaeger-span-archive"), names.read(IndexSet.SPAN_ARCHIVE, 0, 1));
  }

  @Test
  void tellsUntilWhenANameIsRight() {
    IndexNames names = names(options("", "-", Frequency.HOUR));
    long next = names.nextMicros(IndexSet.SPAN, EVENING);

    assertEquals("jaeger-span-2024-01-31-17", names.write(IndexSet.SPAN, next - 1));
    assertEquals("jaeger-span-2024-01-31-18", names.write(IndexSet.SPAN, next));
    assertEquals(0, names.nextMicros(IndexSet.SPAN, -1));
  }

  @Test
  void givesEachTenantNamesThatElasticsearchTakes() {
    Set<String> seen = new HashSet<>();
    for (String tenant :
        List.of(
            "",
            "acme",
            "ACME",
            "a b",
            "_41",
            "A",
            "0+_41",
            "ümlaut",
            "a-b",
            "a/b",
            "jaeger-span")) {
      String name =
          new IndexNames(IndexOptions.DEFAULTS, new Tenant(tenant)).write(IndexSet.SPAN, EVENING);
      assertTrue(seen.add(name), name);
      assertTrue(name.matches("[a-z0-9][a-z0-9_+-]*"), name);
    }
    assertEquals(
        "tenant_acme-jaeger-span-2024-01-31",
        new IndexNames(IndexOptions.DEFAULTS, new Tenant("acme")).write(IndexSet.SPAN, EVENING));
  }

  @Test
  void keepsTenantsOutOfEachOthersPatterns() {
    String other =
        new IndexNames(IndexOptions.DEFAULTS, new Tenant("jaeger-span")).write(IndexSet.SPAN, 0);

    assertFalse(other.startsWith("jaeger-span-"), other);
    assertNotEquals(
        other, new IndexNames(IndexOptions.DEFAULTS, Tenant.DEFAULT).write(IndexSet.SPAN, 0));
  }

  @Test
  void hidesChunksFromJaegersPatterns() {
    String chunk = names(IndexOptions.DEFAULTS).write(IndexSet.LEAN, EVENING);

    assertFalse(chunk.contains("jaeger-span-"), chunk);
  }
}
