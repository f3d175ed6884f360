package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.net.auth.Tenancy;
import io.spoor.net.auth.TenantName;
import io.spoor.storage.Tenant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Multi-tenancy (contract: collector.md §1.3, query.md §12).
 *
 * @param tenancy empty if it is off
 * @param maxTenants that spans are taken of while the list names none
 */
public record TenancySettings(Optional<Tenancy> tenancy, int maxTenants) {
  private static final Flag ENABLED =
      Flag.jaeger(
          "multi-tenancy.enabled", Type.BOOLEAN, "false", "Keep the spans of tenants apart");
  private static final Flag HEADER =
      Flag.jaeger(
          "multi-tenancy.header",
          Type.TEXT,
          "x-tenant",
          "Header or metadata that names the tenant");
  private static final Flag TENANTS =
      Flag.jaeger(
          "multi-tenancy.tenants",
          Type.TEXT,
          "",
          "Tenants there are, split by commas: each 1 to 64 of letters, digits, . _ -; empty = any");
  private static final Flag MAX_TENANTS =
      Flag.spoor(
          "multi-tenancy.max-tenants",
          Type.INTEGER,
          "1000",
          "Tenants that a process takes spans of while the list names none: each has indices of its own");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  public TenancySettings {
    requireNonNull(tenancy, "tenancy");
  }

  public static FlagGroup group() {
    return new FlagGroup("Multi-tenancy", List.of(ENABLED, HEADER, TENANTS, MAX_TENANTS));
  }

  public static TenancySettings read(Settings settings) {
    String header = settings.read(HEADER, TenancySettings::header);
    Set<Tenant> tenants = settings.read(TENANTS, TenancySettings::tenants);
    return new TenancySettings(
        settings.bool(ENABLED) ? Optional.of(new Tenancy(header, tenants)) : Optional.empty(),
        settings.integer(MAX_TENANTS, 1));
  }

  /** Everything is one tenant's. */
  static TenancySettings off() {
    return new TenancySettings(Optional.empty(), 1);
  }

  public boolean isOn() {
    return tenancy.isPresent();
  }

  /** The flag that turns it on, for complaints. */
  public static Flag flag() {
    return ENABLED;
  }

  private static String header(String text) {
    if (!HEADER_NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("want the name of a header");
    }
    return text;
  }

  private static Set<Tenant> tenants(String text) {
    Set<Tenant> tenants = new HashSet<>();
    for (String name : text.split(",", -1)) {
      if (!name.isBlank()) {
        tenants.add(
            TenantName.parse(name.strip())
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "want names of 1 to 64 letters, digits, dots, dashes and underscores")));
      }
    }
    return tenants;
  }
}
