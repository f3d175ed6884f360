/**
 * Spoor's traces of itself, off unless asked for: a span for each request that query answers and
 * for a write to the store now and then, sent by OTLP like anybody's. Receiving spans makes none,
 * and neither does the writing of spans of Spoor's own, so that nothing goes in circles. Any
 * thread. No method takes or returns null.
 */
package io.spoor.app.selftrace;
