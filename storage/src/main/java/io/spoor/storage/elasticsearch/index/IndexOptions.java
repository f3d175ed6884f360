package io.spoor.storage.elasticsearch.index;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How indices are named.
 *
 * @param prefix of all names, empty for none; the dash behind it may be missing
 * @param dateSeparator between the parts of a date, may be empty
 * @param spans how often a span index begins; chunks follow it
 * @param services how often a service index begins
 * @param useAliases read and write through aliases instead of dated names
 * @param remoteClusters to be read beside this one
 */
public record IndexOptions(
    String prefix,
    String dateSeparator,
    Frequency spans,
    Frequency services,
    boolean useAliases,
    List<String> remoteClusters) {
  public static final IndexOptions DEFAULTS =
      new IndexOptions("", "-", Frequency.DAY, Frequency.DAY, false, List.of());

  public IndexOptions {
    requireNonNull(prefix, "prefix");
    requireNonNull(dateSeparator, "dateSeparator");
    requireNonNull(spans, "spans");
    requireNonNull(services, "services");
    remoteClusters = List.copyOf(remoteClusters);
  }

  public IndexOptions withPrefix(String newPrefix) {
    return new IndexOptions(newPrefix, dateSeparator, spans, services, useAliases, remoteClusters);
  }

  public IndexOptions withAliases() {
    return new IndexOptions(prefix, dateSeparator, spans, services, true, remoteClusters);
  }
}
