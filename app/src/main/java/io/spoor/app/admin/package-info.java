/**
 * The admin port: health, metrics, version and the state of storage (contract: collector.md §9.1).
 * Opens before anything else; event loop. No method takes or returns null.
 */
package io.spoor.app.admin;
