/**
 * What query changes in a trace before it is shown, one pure function a file, with Jaeger's
 * warnings (contract: query.md §9). Nothing of it is ever stored. Any thread. No method takes or
 * returns null.
 */
package io.spoor.query.adjuster;
