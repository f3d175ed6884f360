/**
 * TChannel, the protocol of agents before 1.18 (contract: collector.md §2): the receiver on 14267
 * ({@link io.spoor.collector.tchannel.TChannelReceiver}), and the client with which an agent
 * reports to collectors of that age ({@link io.spoor.collector.tchannel.TChannelClient}, {@link
 * io.spoor.collector.tchannel.TChannelForwarder}). Connections are confined to their event loops;
 * clients and forwarders take calls on any thread. No method takes or returns null.
 */
package io.spoor.collector.tchannel;
