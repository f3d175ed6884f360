package io.spoor.storage.elasticsearch.index;

/** Families of indices, by what they hold. */
public enum IndexSet {
  SPAN("jaeger-span"),
  SERVICE("jaeger-service"),
  DEPENDENCIES("jaeger-dependencies"),
  SAMPLING("jaeger-sampling"),
  SPAN_ARCHIVE("jaeger-span-archive"),
  /** Chunks of traces. No pattern for {@code *jaeger-span-*} may match: Jaeger cannot read them. */
  LEAN("spoor-chunk");

  private final String baseName;

  IndexSet(String baseName) {
    this.baseName = baseName;
  }

  /** Without prefix and without the dash before the date. */
  public String baseName() {
    return baseName;
  }
}
