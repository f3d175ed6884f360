package io.spoor.storage.elasticsearch.write;

import java.util.Optional;

/** One document on its way: two lines of a bulk request. Bulk context only, once it is queued. */
final class Item {
  private final Write write;
  private final String index;
  private final int[] spans;
  private final boolean isLastForm;
  private final Optional<Claimed> service;
  private byte[] bytes = {};
  private int offset;
  private int length;
  private int failures;

  /** Of a service document: what to forget if it fails. */
  record Claimed(String index, long id, long check) {}

  /**
   * @param index or alias that it goes to
   * @param isLastForm whether there is no other way to write the same
   * @param spans whose document it is, or on whose behalf the service document goes: at least one
   */
  Item(Write write, String index, boolean isLastForm, Optional<Claimed> service, int... spans) {
    this.write = write;
    this.index = index;
    this.isLastForm = isLastForm;
    this.service = service;
    this.spans = spans;
  }

  Write write() {
    return write;
  }

  /** Where it goes: an index or an alias. */
  String index() {
    return index;
  }

  /** Not to be written to. */
  int[] spans() {
    return spans;
  }

  boolean isLastForm() {
    return isLastForm;
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
}
