package io.spoor.storage.elasticsearch.write;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.elasticsearch.document.ServiceDocument;
import io.spoor.storage.elasticsearch.document.SpanDocument;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.lean.ChunkDocument;
import io.spoor.storage.elasticsearch.lean.Chunks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Batches into documents: a service's before the first span that needs it. One thread at a time;
 * reused for what it has grown to.
 */
final class BatchEncoder {
  private static final int RECENT = 256;

  private final SpanDocument documents;
  private final SpanDocument withoutFields = new SpanDocument(TagFields.NONE);
  private final ChunkDocument chunks = new ChunkDocument();
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
    WireWriter serviceOut = new WireWriter(1024);
    Arrays.fill(recent, 0);
    if (write.target().hasChunks()) {
      encodeChunks(write, serviceOut);
    } else {
      encodeSpans(write, serviceOut);
    }
    for (Item item : write.items()) {
      item.in(item.service().isPresent() ? serviceOut.array() : write.lines().array());
    }
  }

  /**
   * Documents to be tried where one was refused: the span without fields; of a chunk each span for
   * itself; none if that has been tried.
   */
  List<Item> otherForms(Item item) {
    if (item.isLastForm() || item.service().isPresent()) {
      return List.of();
    }
    Write write = item.write();
    List<Item> others = new ArrayList<>();
    for (int span : item.spans()) {
      WireWriter out = new WireWriter(1024);
      write.target().writeSpanAction(write.batch(), span, out);
      if (write.target().hasChunks()) {
        chunks.start(write.batch());
        chunks.write(new int[] {span}, out);
      } else {
        withoutFields.start(write.batch());
        withoutFields.write(span, out);
      }
      out.writeByte('\n');
      Item other = new Item(write, item.index(), true, Optional.empty(), span);
      other.in(out.array());
      other.at(0, out.size());
      others.add(other);
    }
    return others;
  }

  private void encodeSpans(Write write, WireWriter serviceOut) {
    SpanBatch batch = write.batch();
    WireWriter out = write.lines();
    documents.start(batch);
    for (int span = 0; span < batch.size(); span++) {
      int start = out.size();
      write.target().writeSpanAction(batch, span, out);
      Item item = new Item(write, write.target().spanIndex(), false, Optional.empty(), span);
      documents.write(span, out);
      out.writeByte('\n');
      item.at(start, out.size() - start);
      if (write.target().hasServices()) {
        documents.describe(service);
        addService(write, span, serviceOut);
      }
      write.add(item);
    }
  }

  private void encodeChunks(Write write, WireWriter serviceOut) {
    SpanBatch batch = write.batch();
    WireWriter out = write.lines();
    chunks.start(batch);
    Chunks cut = new Chunks(batch, write.target()::isSameIndex);
    for (int first = cut.start(); first >= 0; first = cut.start()) {
      int start = out.size();
      write.target().writeSpanAction(batch, first, out);
      String index = write.target().spanIndex();
      int[] spans = cut.finish();
      chunks.write(spans, out);
      out.writeByte('\n');
      for (int i = 0; i < spans.length; i++) {
        chunks.describe(i, service);
        addService(write, spans[i], serviceOut);
      }
      Item item = new Item(write, index, spans.length == 1, Optional.empty(), spans);
      item.at(start, out.size() - start);
      write.add(item);
    }
  }

  private void addService(Write write, int span, WireWriter out) {
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
    Item.Claimed claimed = new Item.Claimed(index, service.id(), service.check());
    Item item = new Item(write, index, true, Optional.of(claimed), span);
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
