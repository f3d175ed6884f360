/**
 * What indices and aliases are called and what their templates say (contract: elasticsearch.md §1,
 * §2). Everything that names an index asks here. Pure. No method takes or returns null.
 */
package io.spoor.storage.elasticsearch.index;
