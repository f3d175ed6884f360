/**
 * The {@code spoor} command: the one place that knows every module and wires them. No method takes
 * or returns null.
 */
package io.spoor.app;
