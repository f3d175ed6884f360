/**
 * Port 9411: spans as Zipkin's instrumentation posts them, in four encodings (contract: zipkin.md
 * §18). One instance an event loop; the application deploys them. No method takes or returns null.
 */
package io.spoor.collector.zipkin;
