/**
 * The role {@code all-in-one}: receivers, journal, writer, store and query in one process. Main
 * thread. Null-free.
 */
package io.spoor.app.allinone;
