/**
 * Who may come in: bearer tokens and users from files, and tenants. Used by doors on event loops;
 * what takes time to verify is verified by workers. Nothing here prints a secret. No method takes
 * or returns null.
 */
package io.spoor.net.auth;
