/** How long a collector with a full journal takes to accept again after a crash. */
package io.spoor.bench.journal;
