package io.spoor.app.admin;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;

/**
 * Meter names as Jaeger's dashboards know them (contract: collector.md §9.2): dots become
 * underscores, counters end in {@code _total}, and no unit is added.
 */
public final class JaegerNames implements NamingConvention {

  @Override
  public String name(String name, Meter.Type type, String baseUnit) {
    String plain = name.replace('.', '_').replace('-', '_');
    return type == Meter.Type.COUNTER && !plain.endsWith("_total") ? plain + "_total" : plain;
  }

  @Override
  public String tagKey(String key) {
    return key.replace('.', '_').replace('-', '_');
  }
}
