package io.spoor.query.http;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.SpanStorage;
import io.spoor.storage.Tenant;

/**
 * On whose behalf a request is answered.
 *
 * @param store as the caller may see it
 */
record Caller(Tenant tenant, SpanStorage store) {
  Caller {
    requireNonNull(tenant, "tenant");
    requireNonNull(store, "store");
  }
}
