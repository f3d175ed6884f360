package io.spoor.storage.elasticsearch.connection;

import static java.util.Objects.requireNonNull;

/**
 * Which server answers.
 *
 * @param number as the server tells it, such as {@code 8.19.0}
 * @param isOpenSearch OpenSearch counts as Elasticsearch 7 (contract: elasticsearch.md §12)
 */
public record ServerVersion(String number, boolean isOpenSearch) {
  public ServerVersion {
    requireNonNull(number, "number");
  }

  /** 7 for OpenSearch, else the first part of the number. */
  public int major() {
    return isOpenSearch ? 7 : part(0);
  }

  /** Of the server's own numbering. */
  public int minor() {
    return part(1);
  }

  private int part(int index) {
    String[] parts = number.split("[.-]", -1);
    try {
      return index < parts.length ? Integer.parseInt(parts[index]) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
