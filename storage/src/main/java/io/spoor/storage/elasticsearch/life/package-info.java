/**
 * The life of indices: rollover, lookback and cleaning as Jaeger's tools do them (contract:
 * elasticsearch.md §13, §14), and the maintenance that does all of it by itself. Any thread. No
 * method takes or returns null.
 */
package io.spoor.storage.elasticsearch.life;
