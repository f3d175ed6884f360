/**
 * Real Elasticsearch servers for tests, and a proxy that stands before them.
 *
 * <p>{@link io.spoor.storage.elasticsearch.server.ElasticsearchTest} marks the tests that need one,
 * {@link io.spoor.storage.elasticsearch.server.TestServer} is one. Everything here blocks and may
 * be called from any test thread. Nothing is null.
 */
package io.spoor.storage.elasticsearch.server;
