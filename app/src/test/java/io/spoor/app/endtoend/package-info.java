/** Whole processes, real sockets, and clients that nobody here wrote. */
package io.spoor.app.endtoend;
