package io.spoor.collector.journal;

import static java.util.Objects.requireNonNull;

import io.spoor.proto.codec.SpanFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@link JournalReader} found in one file.
 *
 * @param bytes of the file, room for more included
 * @param isSetAside whether it is one that no start looks at any more
 * @param version of the format; empty if the header is damaged
 * @param isSealed whether it ends with an intact footer
 * @param records that can be read
 * @param waiting those of them that the store has not, as far as the journal noted
 * @param spans of all that can be read
 * @param bodyBytes of all that can be read
 * @param damaged records that were there and cannot be read, as far as can be told
 * @param oldestMillis since the epoch, when the first of those that wait was received; empty if
 *     none does
 * @param newestMillis the same of the last
 * @param formats records of each format
 * @param tenants records of each tenant
 * @param remark what a person should know; empty if all is well
 */
public record SegmentReport(
    String file,
    long bytes,
    boolean isSetAside,
    Optional<Integer> version,
    boolean isSealed,
    long records,
    long waiting,
    long spans,
    long bodyBytes,
    long damaged,
    Optional<Long> oldestMillis,
    Optional<Long> newestMillis,
    Map<SpanFormat, Long> formats,
    Map<String, Long> tenants,
    String remark) {
  public SegmentReport {
    requireNonNull(file, "file");
    requireNonNull(version, "version");
    requireNonNull(oldestMillis, "oldestMillis");
    requireNonNull(newestMillis, "newestMillis");
    formats = Map.copyOf(formats);
    tenants = Map.copyOf(tenants);
    requireNonNull(remark, "remark");
  }

  /** Gathers one while a file is read. */
  static final class Draft {
    private final String file;
    private final long bytes;
    private Optional<Integer> version = Optional.empty();
    private boolean sealed;
    private long records;
    private long waiting;
    private long spans;
    private long bodyBytes;
    private long damaged;
    private long oldest = Long.MAX_VALUE;
    private long newest = Long.MIN_VALUE;
    private final Map<SpanFormat, Long> formats = new TreeMap<>();
    private final Map<String, Long> tenants = new TreeMap<>();
    private String remark = "";

    Draft(String file, long bytes) {
      this.file = file;
      this.bytes = bytes;
    }

    void version(int version) {
      this.version = Optional.of(version);
    }

    void sealed() {
      sealed = true;
    }

    void damaged(long records) {
      damaged += records;
    }

    void remark(String text) {
      remark = remark.isEmpty() ? text : remark + "; " + text;
    }

    void add(StoredRecord record) {
      var received = record.delivery().received();
      records++;
      spans += Math.max(0, received.spans());
      bodyBytes += received.body().length;
      formats.merge(received.format(), 1L, Long::sum);
      tenants.merge(received.tenant().id(), 1L, Long::sum);
      if (!record.isReleased()) {
        waiting++;
        oldest = Math.min(oldest, received.receivedAtMillis());
        newest = Math.max(newest, received.receivedAtMillis());
      }
    }

    SegmentReport report() {
      return new SegmentReport(
          file,
          bytes,
          SegmentNames.isSetAside(file),
          version,
          sealed,
          records,
          waiting,
          spans,
          bodyBytes,
          damaged,
          waiting == 0 ? Optional.empty() : Optional.of(oldest),
          waiting == 0 ? Optional.empty() : Optional.of(newest),
          formats,
          tenants,
          remark);
    }
  }
}
