/**
 * How a port is kept: TLS, bounds on connections and time, who may come in, whose tenant a request
 * is. Every HTTP server of Spoor is opened through a {@link io.spoor.net.Door}, by receivers, query
 * and the admin port; what stands here runs on the event loop of the connection unless it says
 * otherwise. No method takes or returns null.
 */
package io.spoor.net;
