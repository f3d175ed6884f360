/**
 * Batches of spans into bulk requests, and what becomes of each item (contract: elasticsearch.md
 * §7).
 */
package io.spoor.storage.elasticsearch.write;
