/** The bytes of span and service documents, both ways (contract: elasticsearch.md §3, §4). Pure. */
package io.spoor.storage.elasticsearch.document;
