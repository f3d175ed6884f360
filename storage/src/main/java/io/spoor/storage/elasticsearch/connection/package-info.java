/**
 * How Elasticsearch is reached: nodes, credentials, certificates, and requests that any thread may
 * send. Knows nothing of spans. No method takes or returns null.
 */
package io.spoor.storage.elasticsearch.connection;
