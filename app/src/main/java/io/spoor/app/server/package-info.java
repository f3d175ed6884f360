/**
 * What every server role is built from: the runtime under it, the parts that are opened by
 * settings, and an end in the right order. Main thread. No method takes or returns null.
 */
package io.spoor.app.server;
