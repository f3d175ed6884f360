/**
 * Values in Go's notation, which Jaeger's flags, parameters and JSON use. Pure functions, any
 * thread. No method takes or returns null.
 */
package io.spoor.proto.text;
