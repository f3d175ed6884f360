/**
 * Flags: what there is, how a command line and an environment give values to them, and what is said
 * when they do not fit (contract: collector.md §0 and §10). Used at start only, on the main thread.
 * No method takes or returns null.
 */
package io.spoor.app.flag;
