/**
 * Small documents that operators write, read at the start and again while the process runs. Reading
 * blocks and is done on worker threads; what is in force is read on any thread. No method takes or
 * returns null.
 */
package io.spoor.net.reload;
