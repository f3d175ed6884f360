/**
 * Batches of spans into bulk requests, and what becomes of each document (contract:
 * elasticsearch.md §7). The store calls {@link
 * io.spoor.storage.elasticsearch.write.ElasticsearchWriter} from any thread; documents are encoded
 * on workers, and everything after that is confined to one event loop. No method takes or returns
 * null.
 */
package io.spoor.storage.elasticsearch.write;
