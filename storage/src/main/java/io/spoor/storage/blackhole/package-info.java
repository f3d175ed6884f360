/**
 * A store that keeps nothing, for measuring everything in front of it. Any thread. No method takes
 * or returns null.
 */
package io.spoor.storage.blackhole;
