package io.spoor.storage.elasticsearch.write;

import io.spoor.storage.elasticsearch.index.IndexSet;

/** An index or alias that is written to. */
record IndexName(IndexSet set, String name) {}
