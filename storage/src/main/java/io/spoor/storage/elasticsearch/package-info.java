/**
 * The store in Elasticsearch or OpenSearch, put together from its parts: {@code connection}, {@code
 * index}, {@code document}, {@code write} and {@code read}. Whoever wires a role opens it here; any
 * thread may call. No method takes or returns null.
 */
package io.spoor.storage.elasticsearch;
