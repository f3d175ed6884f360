/**
 * The pipeline: takes records from the journal, decodes them, writes them to the store in decent
 * batches, and releases them once they are durable there. It retries what may work later and sets
 * aside what never will. One thread of its own does all the work; the application starts, drains
 * and closes it. No method takes or returns null.
 */
package io.spoor.collector.pipeline;
