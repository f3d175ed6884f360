/**
 * The journal: a log on disk that takes every batch before its sender gets a reply, and the queue
 * the pipeline reads from. It knows nothing of formats or stores. Receivers append from their event
 * loops, one journal thread writes and syncs, the pipeline takes and releases on its own thread. No
 * method takes or returns null.
 */
package io.spoor.collector.journal;
