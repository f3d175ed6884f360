package io.spoor.storage.elasticsearch.write;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.elasticsearch.document.ServiceDocument;
import io.spoor.storage.elasticsearch.document.SpanDocument;
import io.spoor.storage.elasticsearch.document.TagFields;
import java.util.Arrays;
import java.util.Optional;

/**
 * Batches into documents: a service's before the first span that needs it. One thread at a time;
 * reused for what it has grown to.
 */
final class BatchEncoder {
  // A document is about three times the model's size.
  private static final int GROWTH = 3;
  private static final int RECENT = 256;

  private final SpanDocument documents;
  private final SpanDocument withoutFields = new SpanDocument(TagFields.NONE);
  private final ServiceDocument service = new ServiceDocument();
  private final ServiceCache services;
  // Pairs that the batch has just claimed, by their check: spares asking the cache for each span.
  private final long[] recent = new long[RECENT];

  BatchEncoder(TagFields fields, ServiceCache services) {
    this.documents = new SpanDocument(fields);
    this.services = services;
  }

  /** Fills the write with its documents. */
  void encode(Write write) {
    SpanBatch batch = write.batch();
    WireWriter out = write.lines();
    WireWriter serviceOut = new WireWriter(1024);
    Arrays.fill(recent, 0);
    documents.start(batch);
    for (int span = 0; span < batch.size(); span++) {
      Item item = new Item(write, span, Optional.empty());
      int start = out.size();
      write.target().writeSpanAction(batch, span, out);
      documents.write(span, out);
      out.writeByte('\n');
      item.at(start, out.size() - start);
      if (write.target().hasServices()) {
        addService(write, span, serviceOut);
      }
      write.add(item);
    }
    for (Item item : write.items()) {
      item.in(item.service().isPresent() ? serviceOut.array() : out.array());
    }
  }

  /** The lines of a span again, all its tags nested. */
  byte[] withoutFields(Item item) {
    SpanBatch batch = item.write().batch();
    WireWriter out = new WireWriter(batch.spanLength(item.span()) * GROWTH + 256);
    item.write().target().writeSpanAction(batch, item.span(), out);
    withoutFields.start(batch);
    withoutFields.write(item.span(), out);
    out.writeByte('\n');
    return out.toByteArray();
  }

  private void addService(Write write, int span, WireWriter out) {
    documents.describe(service);
    String index = write.target().serviceIndex(SpanDocument.startMicros(write.batch(), span));
    long check = service.check() + 31L * service.kind().text().hashCode() + index.hashCode();
    int place = (int) (check ^ check >>> 32) & (RECENT - 1);
    if (recent[place] == check) {
      return;
    }
    recent[place] = check;
    ServiceCache.Claim claim = services.claim(index, service);
    if (claim == ServiceCache.Claim.NOTHING) {
      return;
    }
    Item item =
        new Item(write, span, Optional.of(new Item.Claimed(index, service.id(), service.check())));
    int start = out.size();
    write.target().startServiceAction(out);
    if (claim == ServiceCache.Claim.UNDER_ITS_ID) {
      service.writeId(out);
    } else {
      service.writeOtherId(out);
    }
    Target.endServiceAction(out);
    service.write(out);
    out.writeByte('\n');
    item.at(start, out.size() - start);
    write.add(item);
  }
}
