/** Traces, services and operations out of the indices (contract: elasticsearch.md §8). */
package io.spoor.storage.elasticsearch.read;
