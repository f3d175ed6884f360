/** Check and decode of every wire format, and what storing adds. Run by hand, one thread. */
package io.spoor.bench.codec;
