/**
 * The bytes of span and service documents, both ways (contract: elasticsearch.md §3, §4). Writers
 * are confined to one thread and reused; the rest is immutable. Knows nothing of indices and
 * requests. No method takes or returns null.
 */
package io.spoor.storage.elasticsearch.document;
