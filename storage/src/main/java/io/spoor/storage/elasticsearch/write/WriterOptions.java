package io.spoor.storage.elasticsearch.write;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How spans are written.
 *
 * @param bulkBytes a bulk request is sent when it holds so many (a single larger document still
 *     goes, alone)
 * @param bulkActions a bulk request holds so many documents at most
 * @param bulkRequests on their way at once
 * @param flushInterval how long a document waits for others to share its request; 0 = not at all,
 *     where Jaeger would wait for ever
 * @param maxWaitingBytes of the model, in all writes that are not yet answered; more are refused as
 *     transient
 * @param serviceCacheTtl how long a pair of service and operation is not written again
 * @param serviceCacheSize so many pairs are remembered
 * @param retries how often a document is sent again before the write fails as transient
 * @param firstRetry delay before the first retry; it doubles with each, with jitter
 * @param maxRetry longest delay between retries
 * @param form of the documents that spans become
 */
public record WriterOptions(
    int bulkBytes,
    int bulkActions,
    int bulkRequests,
    Duration flushInterval,
    long maxWaitingBytes,
    Duration serviceCacheTtl,
    int serviceCacheSize,
    int retries,
    Duration firstRetry,
    Duration maxRetry,
    SpanForm form) {
  public static final WriterOptions DEFAULTS =
      new WriterOptions(
          5_000_000,
          1000,
          1,
          Duration.ofMillis(200),
          64L << 20,
          Duration.ofHours(12),
          100_000,
          3,
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          SpanForm.JAEGER);

  public WriterOptions {
    atLeast(1, bulkBytes, "bulk.size");
    atLeast(1, bulkActions, "bulk.actions");
    atLeast(1, bulkRequests, "bulk.workers");
    requireNonNull(flushInterval, "flushInterval");
    atLeast(1, maxWaitingBytes, "max waiting bytes");
    requireNonNull(serviceCacheTtl, "serviceCacheTtl");
    atLeast(1, serviceCacheSize, "service cache size");
    atLeast(0, retries, "retries");
    requireNonNull(firstRetry, "firstRetry");
    requireNonNull(maxRetry, "maxRetry");
    requireNonNull(form, "form");
  }

  /** The bounds of one bulk request. */
  public WriterOptions withBulk(int bytes, int actions, int requests, Duration interval) {
    return new WriterOptions(
        bytes,
        actions,
        requests,
        interval,
        maxWaitingBytes,
        serviceCacheTtl,
        serviceCacheSize,
        retries,
        firstRetry,
        maxRetry,
        form);
  }

  /** Zero means the default, as in Jaeger. */
  public WriterOptions withServiceCacheTtl(Duration ttl) {
    return new WriterOptions(
        bulkBytes,
        bulkActions,
        bulkRequests,
        flushInterval,
        maxWaitingBytes,
        ttl.isZero() ? DEFAULTS.serviceCacheTtl : ttl,
        serviceCacheSize,
        retries,
        firstRetry,
        maxRetry,
        form);
  }

  /** How patient a write is with a server in trouble. */
  public WriterOptions withRetries(int count, Duration first, Duration longest) {
    return new WriterOptions(
        bulkBytes,
        bulkActions,
        bulkRequests,
        flushInterval,
        maxWaitingBytes,
        serviceCacheTtl,
        serviceCacheSize,
        count,
        first,
        longest,
        form);
  }

  /** Which documents spans become. */
  public WriterOptions withForm(SpanForm newForm) {
    return new WriterOptions(
        bulkBytes,
        bulkActions,
        bulkRequests,
        flushInterval,
        maxWaitingBytes,
        serviceCacheTtl,
        serviceCacheSize,
        retries,
        firstRetry,
        maxRetry,
        newForm);
  }

  private static void atLeast(long least, long value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be >= " + least + " (got " + value + ")");
    }
  }
}
