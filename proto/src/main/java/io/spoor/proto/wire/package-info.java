/**
 * Protocol-buffer wire format, read from and written to byte arrays without building messages.
 *
 * <p>Everything on the way in is read with {@link io.spoor.proto.wire.WireReader} and written with
 * {@link io.spoor.proto.wire.WireWriter}; both are confined to one thread and reused. No method
 * takes or returns null.
 */
package io.spoor.proto.wire;
