package io.spoor.proto.zipkin;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SizeBudget;
import io.spoor.proto.codec.SpanCodec;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.thrift.ThriftReader;
import io.spoor.proto.wire.DecodeException;

/**
 * The arguments of {@code emitZipkinBatch} and {@code submitZipkinBatch}: a struct with the list of
 * spans as its field 1, without message envelope. What stands behind the struct is ignored; no list
 * is no spans. A span that both sides have reported counts, and is written, as two.
 */
public final class ZipkinThriftCodec implements SpanCodec {
  private static final int SPANS = 1 << 4 | ThriftReader.LIST;

  /** Keys and numbers of a peer's four tags. */
  private static final int ADDRESS_BYTES = 96;

  /** The words around a value that cannot be read. */
  private static final int COMPLAINT_BYTES = 96;

  private final boolean compact;

  private ZipkinThriftCodec(boolean compact) {
    this.compact = compact;
  }

  public static ZipkinThriftCodec binary() {
    return new ZipkinThriftCodec(false);
  }

  public static ZipkinThriftCodec compact() {
    return new ZipkinThriftCodec(true);
  }

  /** What is done with a span that was read. */
  private interface Visitor {
    void visit(V1Span span, LegacySanitizer sanitized) throws DecodeException;
  }

  @Override
  public int check(byte[] bytes, int offset, int length, DecodeLimits limits)
      throws DecodeException {
    Sizes sizes = new Sizes(bytes, new SizeBudget(limits, length));
    walk(bytes, offset, length, limits, sizes);
    return sizes.spans;
  }

  @Override
  public void decode(
      byte[] bytes, int offset, int length, DecodeLimits limits, SpanBatchBuilder into)
      throws DecodeException {
    // The same walk and the same sizes make check and decode agree by construction.
    Sizes sizes = new Sizes(bytes, new SizeBudget(limits, length));
    LegacyWriter writer = new LegacyWriter(bytes, into);
    walk(
        bytes,
        offset,
        length,
        limits,
        (span, sanitized) -> {
          sizes.visit(span, sanitized);
          writer.write(span, sanitized);
        });
  }

  private void walk(byte[] bytes, int offset, int length, DecodeLimits limits, Visitor visitor)
      throws DecodeException {
    ThriftReader in =
        compact
            ? ThriftReader.compact(bytes, offset, length, limits.maxDepth())
            : ThriftReader.binary(bytes, offset, length, limits.maxDepth());
    ThriftSpans reader = new ThriftSpans(in);
    LegacySanitizer sanitizer = new LegacySanitizer(bytes);
    V1Span span = new V1Span();
    int outer = in.beginStruct();
    for (int field = in.readField(); field != ThriftReader.STOP; field = in.readField()) {
      if (field != SPANS) {
        in.skipField(field & 0xf);
        continue;
      }
      for (int left = in.beginStructs(); left > 0; left--) {
        reader.read(span);
        sanitizer.read(span);
        visitor.visit(span, sanitizer);
      }
      in.endStructs();
    }
    in.endStruct(outer);
  }

  /** Counts spans and what they may grow to. */
  private static final class Sizes implements Visitor {
    private final byte[] bytes;
    private final SizeBudget budget;
    private int spans;

    Sizes(byte[] bytes, SizeBudget budget) {
      this.bytes = bytes;
      this.budget = budget;
    }

    @Override
    public void visit(V1Span span, LegacySanitizer sanitized) throws DecodeException {
      add(span);
      if (sanitized.isTwoSided()) {
        add(span);
      }
      for (int i = 0; i < span.annotations.size(); i++) {
        budget.addItem();
      }
      for (int i = 0; i < span.tags.size(); i++) {
        Tag tag = span.tags.get(i);
        budget.addItem();
        if (tag.broken) {
          budget.add(COMPLAINT_BYTES);
        }
        if (tag.hasEndpoint && Core.isAddress(Core.of(tag, bytes))) {
          // Its service may be the span's own, too.
          budget.add(ADDRESS_BYTES);
          budget.addText(tag.endpoint.serviceLength, 1);
        }
      }
    }

    private void add(V1Span span) throws DecodeException {
      spans++;
      budget.addSpan();
      budget.addText(span.nameLength, 1);
    }
  }
}
