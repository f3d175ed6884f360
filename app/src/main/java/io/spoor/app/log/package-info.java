/**
 * Logs as Jaeger writes them: one JSON object a line on stderr (contract: collector.md §9.6).
 * Null-free.
 */
package io.spoor.app.log;
