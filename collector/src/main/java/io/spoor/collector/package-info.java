/**
 * What a collector is made of: receivers (one package each) that take spans from sockets, the
 * journal that keeps them, and the pipeline that writes them on. No method takes or returns null.
 */
package io.spoor.collector;
