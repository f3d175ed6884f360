/**
 * Receivers of Jaeger's own protocols: gRPC on 14250 and Thrift over HTTP on 14268. One instance an
 * event loop; the application deploys them. No method takes or returns null.
 */
package io.spoor.collector.jaeger;
