/** What benchmarks share. */
package io.spoor.bench;
