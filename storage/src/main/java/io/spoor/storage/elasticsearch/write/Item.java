package io.spoor.storage.elasticsearch.write;

import java.util.Optional;

/** One document on its way: two lines of a bulk request. Bulk context only, once it is queued. */
final class Item {
  private final Write write;
  private final int span;
  private final Optional<Claimed> service;
  private byte[] bytes = {};
  private int offset;
  private int length;
  private int failures;
  private boolean withoutFields;

  /** Of a service document: what to forget if it fails. */
  record Claimed(String index, long id, long check) {}

  /**
   * @param span whose document it is, or on whose behalf the service document goes
   */
  Item(Write write, int span, Optional<Claimed> service) {
    this.write = write;
    this.span = span;
    this.service = service;
  }

  Write write() {
    return write;
  }

  int span() {
    return span;
  }

  Optional<Claimed> service() {
    return service;
  }

  /** Where its lines stand. */
  void at(int newOffset, int newLength) {
    offset = newOffset;
    length = newLength;
  }

  void in(byte[] array) {
    bytes = array;
  }

  byte[] array() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  /** Counts a failure, and tells how many there were. */
  int failed() {
    return ++failures;
  }

  int failures() {
    return failures;
  }

  boolean isWithoutFields() {
    return withoutFields;
  }

  /** Its document is another one now, whose tags are all nested. */
  void withoutFields(byte[] lines) {
    withoutFields = true;
    bytes = lines;
    offset = 0;
    length = lines.length;
  }
}
