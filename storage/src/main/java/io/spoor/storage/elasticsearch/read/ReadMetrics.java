package io.spoor.storage.elasticsearch.read;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What reading tells about itself: {@code spoor.elasticsearch.*}. */
final class ReadMetrics {
  private final Counter unreadable;
  private final Counter skippedClusters;
  private final Counter pages;

  ReadMetrics(MeterRegistry registry) {
    unreadable =
        Counter.builder("spoor.elasticsearch.documents.unreadable")
            .description("Documents found that are no spans, and were left out of answers")
            .register(registry);
    skippedClusters =
        Counter.builder("spoor.elasticsearch.clusters.skipped")
            .description("Remote clusters that did not answer a read and may be skipped")
            .register(registry);
    pages =
        Counter.builder("spoor.elasticsearch.pages")
            .description("Answers full of spans that were read")
            .register(registry);
  }

  void unreadable(int documents) {
    unreadable.increment(documents);
  }

  void skippedClusters(int clusters) {
    skippedClusters.increment(clusters);
  }

  void page() {
    pages.increment();
  }
}
