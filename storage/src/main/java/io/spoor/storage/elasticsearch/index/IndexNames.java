package io.spoor.storage.elasticsearch.index;

import io.spoor.storage.Tenant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names of the indices and aliases of a tenant (contract: elasticsearch.md §1, §8.1). The default
 * tenant has Jaeger's; every other has a prefix of its own, {@link TenantPrefix}, behind that of
 * the installation.
 */
public final class IndexNames {
  /**
   * More names than this become a pattern: a URL has little room (contract: elasticsearch.md §8.1).
   */
  static final int MAX_NAMES = 40;

  /** The same for long ones: a request line holds 4096 bytes by default, and more than names. */
  private static final int MAX_NAME_CHARS = 2500;

  private static final String ARCHIVE = IndexSet.SPAN_ARCHIVE.baseName();

  // Clients with wild clocks exist: these are the years that a date in a name has four digits for.
  private static final long FIRST_MICROS = -62_135_596_800_000_000L;
  private static final long LAST_MICROS = 253_402_300_799_999_999L;

  private final IndexOptions options;
  private final String prefix;

  public IndexNames(IndexOptions options, Tenant tenant) {
    this.options = options;
    this.prefix = dashed(options.prefix()) + TenantPrefix.of(tenant);
  }

  /** With its dash; empty for none. */
  public String prefix() {
    return prefix;
  }

  /**
   * Whether they are those of one tenant among others, be it that the prefix of the installation
   * says so, as that of a tool does.
   */
  public boolean areATenants() {
    return TenantPrefix.isLastOf(prefix);
  }

  /**
   * A pattern of indices that are never these: those of tenants, which templates with a star in
   * front lead into aliases of the default tenant.
   */
  public Optional<String> foreign() {
    return options.useAliases() && !TenantPrefix.isIn(prefix)
        ? Optional.of(TenantPrefix.ANYWHERE)
        : Optional.empty();
  }

  /** What all names of the family start with, without the dash behind it. */
  public String base(IndexSet set) {
    return prefix + set.baseName();
  }

  public String writeAlias(IndexSet set) {
    return base(set) + "-write";
  }

  public String readAlias(IndexSet set) {
    return base(set) + "-read";
  }

  /**
   * Where a document of that time is written: the write alias, the archive, or the index of the UTC
   * date.
   */
  public String write(IndexSet set, long micros) {
    if (options.useAliases()) {
      return writeAlias(set);
    }
    return set == IndexSet.SPAN_ARCHIVE ? base(set) : dated(set, micros);
  }

  /** The index of that time's UTC date, whether or not aliases are in use. */
  public String dated(IndexSet set, long micros) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(clamped(micros), 1_000_000L), 0, ZoneOffset.UTC);
    StringBuilder name = new StringBuilder(base(set)).append('-');
    appendDigits(name, time.getYear(), 4);
    appendDigits(name.append(options.dateSeparator()), time.getMonthValue(), 2);
    appendDigits(name.append(options.dateSeparator()), time.getDayOfMonth(), 2);
    if (frequency(set) == Frequency.HOUR) {
      appendDigits(name.append(options.dateSeparator()), time.getHour(), 2);
    }
    return name.toString();
  }

  /** First microsecond of the index that follows that of {@code micros}: until then it is right. */
  public long nextMicros(IndexSet set, long micros) {
    long length = frequency(set).length().toMillis() * 1000;
    return (Math.floorDiv(clamped(micros), length) + 1) * length;
  }

  /**
   * What to read for that time, both ends included: names and patterns, those of remote clusters
   * behind the local ones. All requests must ignore indices that do not exist.
   */
  public List<String> read(IndexSet set, long fromMicros, long toMicros) {
    List<String> local = localRead(set, fromMicros, toMicros);
    List<String> all = new ArrayList<>(local);
    for (String cluster : options.remoteClusters()) {
      local.forEach(name -> all.add(remote(cluster, name)));
    }
    return List.copyOf(all);
  }

  private List<String> localRead(IndexSet set, long fromMicros, long toMicros) {
    if (options.useAliases()) {
      return List.of(readAlias(set));
    }
    if (set == IndexSet.SPAN_ARCHIVE) {
      return List.of(base(set));
    }
    long length = frequency(set).length().toMillis() * 1000;
    long first = Math.floorDiv(clamped(fromMicros), length);
    long last = Math.floorDiv(clamped(toMicros), length);
    if (last - first >= maxNames(set)) {
      return set == IndexSet.SPAN
          ? List.of(base(set) + "-*", "-" + prefix + ARCHIVE + "*")
          : List.of(base(set) + "-*");
    }
    List<String> names = new ArrayList<>();
    for (long step = last; step >= first; step--) {
      names.add(dated(set, step * length));
    }
    return names;
  }

  /** Fewer where a tenant's names are long. */
  private int maxNames(IndexSet set) {
    return Math.max(1, Math.min(MAX_NAMES, MAX_NAME_CHARS / dated(set, 0).length()));
  }

  /** The dash of an exclusion stays with the index: in front it would exclude a whole cluster. */
  private static String remote(String cluster, String name) {
    return cluster + ":" + name;
  }

  private Frequency frequency(IndexSet set) {
    return switch (set) {
      case SPAN, LEAN, SPAN_ARCHIVE -> options.spans();
      case SERVICE -> options.services();
      case DEPENDENCIES, SAMPLING -> Frequency.DAY;
    };
  }

  private static long clamped(long micros) {
    return Math.max(FIRST_MICROS, Math.min(LAST_MICROS, micros));
  }

  private static void appendDigits(StringBuilder out, int value, int digits) {
    String text = Integer.toString(value);
    out.append("0".repeat(Math.max(0, digits - text.length()))).append(text);
  }

  private static String dashed(String text) {
    return text.isEmpty() || text.endsWith("-") ? text : text + "-";
  }
}
