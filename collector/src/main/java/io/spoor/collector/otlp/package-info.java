/**
 * Receivers of the OpenTelemetry protocol: gRPC on 4317 and HTTP on 4318. One instance an event
 * loop; the application deploys them. No method takes or returns null.
 */
package io.spoor.collector.otlp;
