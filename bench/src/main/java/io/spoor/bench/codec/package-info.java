/** Check and decode of every wire format. Run by hand, one thread. */
package io.spoor.bench.codec;
