package io.spoor.storage.elasticsearch.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.connection.ServerVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tenants of one installation and of others share a cluster, and no name or pattern. */
class TenantPrefixTest {
  private static final long SEED = Long.getLong("spoor.seed", System.nanoTime());
  private static final long MICROS = 1_706_700_000_000_000L;
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "A",
          "-",
          "_",
          ".",
          "0",
          "jaeger-span",
          "jaeger",
          "-jaeger-span-",
          "tenant_",
          "2024-01-31",
          "archive",
          "61",
          "_2d",
          "spoor-chunk",
          "read",
          "write");
  private static final List<String> PREFIXES = List.of("", "a", "b-a", "a-", "b", "jaeger", "x.y");

  /** An index or alias that belongs to somebody. */
  private record Owner(String prefix, String tenant) {}

  private final Random random = new Random(SEED);

  private String id() {
    StringBuilder id = new StringBuilder();
    do {
      id.append(PIECES.get(random.nextInt(PIECES.size())));
    } while (random.nextInt(3) > 0 && id.length() < 50);
    return id.substring(0, Math.min(64, id.length()));
  }

  private static IndexNames names(Owner owner, boolean useAliases) {
    IndexOptions options = IndexOptions.DEFAULTS.withPrefix(owner.prefix());
    return new IndexNames(useAliases ? options.withAliases() : options, new Tenant(owner.tenant()));
  }

  /** As Elasticsearch reads patterns. */
  private static boolean matches(String pattern, String name) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    String whole = pattern.startsWith("*") ? ".*" + regex : regex.toString();
    return Pattern.matches(whole, name);
  }

  private List<Owner> owners() {
    List<Owner> owners = new ArrayList<>();
    // Without a tenant, of installations that cannot be told apart by name there is one.
    for (String prefix : List.of("", "a", "b-a", "b", "jaeger", "x.y")) {
      owners.add(new Owner(prefix, ""));
    }
    for (int i = 0; i < 120; i++) {
      Owner owner = new Owner(PREFIXES.get(random.nextInt(PREFIXES.size())), id());
      boolean isAnothersName = owner.prefix().equals("a-");
      if (!owners.contains(owner) && !isAnothersName) {
        owners.add(owner);
      }
    }
    return owners;
  }

  @Test
  void givesNoTenantANameOrPatternThatReachesAnothers() {
    String seed = "replay with -Dspoor.seed=" + SEED;
    List<Owner> owners = owners();
    Map<String, Owner> known = new HashMap<>();
    for (Owner owner : owners) {
      for (IndexSet set : IndexSet.values()) {
        for (String name :
            List.of(
                names(owner, false).dated(set, MICROS),
                names(owner, true).readAlias(set),
                names(owner, true).writeAlias(set),
                names(owner, true).base(set) + "-000001")) {
          assertNull(known.put(name, owner), name + ", " + seed);
          assertTrue(name.matches("[a-z0-9][a-z0-9._-]*"), name);
          assertTrue(name.length() <= 255, name);
        }
      }
    }
    for (Owner owner : owners) {
      List<String> patterns = new ArrayList<>();
      for (IndexSet set : IndexSet.values()) {
        names(owner, false).read(set, 0, Long.MAX_VALUE).stream()
            .filter(name -> !name.startsWith("-"))
            .forEach(patterns::add);
        for (String version : List.of("7.17.0", "8.19.0")) {
          Templates templates =
              new Templates(
                  names(owner, false), TemplateOptions.DEFAULTS, new ServerVersion(version, false));
          boolean isJaegers = owner.tenant().isEmpty() && version.startsWith("7");
          if (!isJaegers && set != IndexSet.SPAN_ARCHIVE) {
            patterns.add(templates.own(set).get("index_patterns").asText());
          }
        }
      }
      for (String pattern : patterns) {
        known.forEach(
            (name, whose) ->
                assertTrue(
                    whose.equals(owner) || !matches(pattern, name),
                    pattern + " of " + owner + " reaches " + name + " of " + whose + ", " + seed));
      }
    }
  }

  @Test
  void findsTheTenantOfAnIndex() {
    for (int i = 0; i < 2000; i++) {
      Owner owner = new Owner(PREFIXES.get(random.nextInt(PREFIXES.size())), id());
      IndexNames names = names(owner, false);
      String prefix = names(new Owner(owner.prefix(), ""), false).prefix();

      assertEquals(
          Optional.of(new Tenant(owner.tenant())),
          TenantPrefix.tenantOf(names.dated(IndexSet.SPAN, MICROS), prefix),
          "replay with -Dspoor.seed=" + SEED);
      assertTrue(matches(TenantPrefix.ofAll(prefix) + "jaeger-*", names.base(IndexSet.SPAN)));
      assertTrue(names.areATenants());
    }
    for (String none :
        List.of(
            "jaeger-span-2024-01-31",
            "tenant_-jaeger-span-2024-01-31",
            "tenant_A-jaeger-span-2024-01-31",
            "tenant__zz-jaeger-span-2024-01-31",
            "tenant__6-jaeger-span-2024-01-31",
            "tenant__61-jaeger-span-2024-01-31",
            "x-tenant_a-jaeger-span-2024-01-31")) {
      assertEquals(Optional.empty(), TenantPrefix.tenantOf(none, ""), none);
    }
  }

  @Test
  void readsOneOfLongNamesAsAPattern() {
    IndexNames names = names(new Owner("", "Z".repeat(64)), false);
    long day = 86_400_000_000L;

    List<String> read = names.read(IndexSet.SPAN, MICROS, MICROS + 30 * day);

    assertTrue(String.join(",", read).length() < 3000, () -> read.toString());
    assertTrue(read.get(0).endsWith("-jaeger-span-*"), () -> read.toString());
    assertEquals(31, names(new Owner("", "a"), false).read(IndexSet.SPAN, 0, 30 * day).size());
  }

  @Test
  void knowsWhichAliasesCouldLeadToTenants() {
    assertEquals(Optional.of("*tenant_*"), names(new Owner("p", ""), true).foreign());
    assertEquals(Optional.empty(), names(new Owner("p", ""), false).foreign());
    assertEquals(Optional.empty(), names(new Owner("p", "a"), true).foreign());
    assertFalse(names(new Owner("p", ""), true).areATenants());
    assertFalse(names(new Owner("tenants", ""), true).areATenants());
  }
}
