/**
 * {@code spoor verify}: sends canary traces by every protocol, reads them back through query's API,
 * and tells what was lost and how long the rest took. One event loop does all of it. No method
 * takes or returns null.
 */
package io.spoor.app.verify;
