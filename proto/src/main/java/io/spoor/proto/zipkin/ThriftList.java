package io.spoor.proto.zipkin;

import io.spoor.proto.thrift.ThriftReader;
import io.spoor.proto.wire.DecodeException;

/**
 * Reads a list of {@code zipkincore.Span} in Thrift's binary protocol, with nothing around it: the
 * body of POST /api/v1/spans (contract: zipkin.md §7). What the header calls the elements does not
 * matter, as to everybody else. Confined to one thread.
 */
final class ThriftList implements SpanReader {
  private final ThriftReader in;
  private final ThriftSpans spans;
  private final V1Splitter splitter;
  private final V1Span span = new V1Span();
  // Spans to come; -1 before the header has been read.
  private int left = -1;

  ThriftList(ThriftReader in) {
    this.in = in;
    this.spans = new ThriftSpans(in);
    this.splitter = new V1Splitter(in.array());
  }

  @Override
  public String member() {
    return spans.member();
  }

  @Override
  public boolean next() throws DecodeException {
    left = left < 0 ? in.beginAnyList() : left - 1;
    return left > 0;
  }

  @Override
  public Slots<V2Span> read() throws DecodeException {
    spans.read(span);
    return splitter.split(span);
  }
}
