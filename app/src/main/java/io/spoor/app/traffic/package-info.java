/**
 * Made-up spans, and each protocol they can be sent by: what {@code tracegen} and {@code verify}
 * share. Makers are confined to one thread, senders to an event loop. No method takes or returns
 * null.
 */
package io.spoor.app.traffic;
