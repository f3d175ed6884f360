/**
 * Drives a whole server from outside and tells what a span costs it. Uses nothing but the JDK, so
 * that {@code bench/endtoend} can compile it alone; Linux only, because the figures come from
 * {@code /proc}. One thread, and a sampler for each server. No method takes or returns null.
 */
package io.spoor.bench.endtoend;
