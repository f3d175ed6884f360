/**
 * Jaeger's JSON: the trace of the UI model and the texts in it (contract: query.md §8). Any thread.
 * Null-free.
 */
package io.spoor.query.json;
