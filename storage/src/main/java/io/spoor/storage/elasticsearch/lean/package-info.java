/**
 * The lean form of spans: one document for a few spans of a trace, with the terms that find it and
 * the spans as text. Terms only find candidates; whoever reads checks the spans themselves. The
 * writer encodes on its workers, each object confined to one thread. No method takes or returns
 * null.
 */
package io.spoor.storage.elasticsearch.lean;
