package io.spoor.storage.embedded;

import java.util.Arrays;

/** A heap, largest bound first, over two parallel arrays that it reorders. */
final class CandidateHeap {
  private final long[] bounds;
  private final int[] docs;
  private int size;

  CandidateHeap(long[] bounds, int[] docs, int size) {
    this.bounds = bounds;
    this.docs = docs;
    this.size = size;
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  long bound() {
    return bounds[0];
  }

  int doc() {
    return docs[0];
  }

  void pop() {
    size--;
    bounds[0] = bounds[size];
    docs[0] = docs[size];
    sink(0);
  }

  /** What has not been popped, by number. */
  int[] restInOrder() {
    int[] rest = Arrays.copyOf(docs, size);
    Arrays.sort(rest);
    return rest;
  }

  private void sink(int from) {
    int parent = from;
    while (2 * parent + 1 < size) {
      int child = 2 * parent + 1;
      if (child + 1 < size && bounds[child + 1] > bounds[child]) {
        child++;
      }
      if (bounds[parent] >= bounds[child]) {
        return;
      }
      swap(parent, child);
      parent = child;
    }
  }

  private void swap(int i, int j) {
    long bound = bounds[i];
    bounds[i] = bounds[j];
    bounds[j] = bound;
    int doc = docs[i];
    docs[i] = docs[j];
    docs[j] = doc;
  }
}
