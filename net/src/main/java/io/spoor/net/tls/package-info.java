/**
 * Certificates and keys of listeners: read, checked, watched and put in force anew while the
 * process runs. Reading blocks and is done at the start or on worker threads. No method takes or
 * returns null.
 */
package io.spoor.net.tls;
