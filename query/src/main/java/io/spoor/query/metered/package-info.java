/**
 * Jaeger's query metrics around any store's reader. Built once by the composition root, called by
 * the routes; any thread. No method takes or returns null.
 */
package io.spoor.query.metered;
