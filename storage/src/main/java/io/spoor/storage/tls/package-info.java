/**
 * Certificates of clients: read from files, checked, and read again when they change. Whoever makes
 * connections owns a {@link io.spoor.storage.tls.ClientCertificates} and asks it for what is in
 * force; reading blocks, the rest is for any thread. No method takes or returns null.
 */
package io.spoor.storage.tls;
