/**
 * The agent's UDP ports (contract: collector.md §7.1): one {@link
 * io.spoor.collector.udp.UdpReceiver} for each of 5775, 6831 and 6832, deployed by the application.
 * Each has a thread of its own that reads, checks and hands over to the journal; metrics and client
 * statistics are shared by them and safe on any thread. No method takes or returns null.
 */
package io.spoor.collector.udp;
