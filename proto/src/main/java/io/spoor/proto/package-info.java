/**
 * The way in: {@link io.spoor.proto.Codecs} has the codec of every wire format. Any thread. No
 * method takes or returns null.
 */
package io.spoor.proto;
