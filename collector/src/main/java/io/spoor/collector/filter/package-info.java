/**
 * What an operator does not want stored: rules, limits and downsampling, applied between the
 * journal and the store. Called on the pipeline's thread. No method takes or returns null.
 */
package io.spoor.collector.filter;
