/**
 * Traces, services, operations and dependencies out of the indices (contract: elasticsearch.md §8,
 * §9), in one form of request that every supported server understands. Any thread may call;
 * documents are decoded on a worker pool of the reader's own, never on an event loop. No method
 * takes or returns null.
 */
package io.spoor.storage.elasticsearch.read;
