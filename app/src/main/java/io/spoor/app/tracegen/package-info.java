/**
 * {@code spoor tracegen}: sends traces that look like a small shop's as its services would, each
 * service its own batches. One generator thread, one event loop for the sockets. No method takes or
 * returns null.
 */
package io.spoor.app.tracegen;
