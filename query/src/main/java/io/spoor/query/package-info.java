/** How spans are read: Jaeger's HTTP API over the storage SPI. No method takes or returns null. */
package io.spoor.query;
