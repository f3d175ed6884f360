package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.wire.WireWriter;

/**
 * A pair of service and operation, and one kind it was seen with (contract: elasticsearch.md §4).
 * Documents of a pair are merged by the server, so that the kinds add up whoever writes them, and
 * Jaeger sees one document a pair. Refers to bytes where they stand; confined to one thread.
 */
public final class ServiceDocument {
  private static final byte[] SERVICE_NAME = "{\"doc\":{\"serviceName\":".getBytes(US_ASCII);
  private static final byte[] OPERATION_NAME = ",\"operationName\":".getBytes(US_ASCII);
  private static final byte[] SPAN_KIND = ",\"spanKind\":{\"".getBytes(US_ASCII);
  private static final byte[] TRUE = "\":true}".getBytes(US_ASCII);
  private static final byte[] END = "},\"doc_as_upsert\":true}".getBytes(US_ASCII);
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private byte[] bytes = {};
  private int serviceOffset;
  private int serviceLength;
  private int operationOffset;
  private int operationLength;
  private SpanKind kind = SpanKind.NONE;

  /** Names a pair; both names stand in one array. */
  public void set(
      byte[] newBytes, int service, int serviceSize, int operation, int operationSize, SpanKind k) {
    bytes = newBytes;
    serviceOffset = service;
    serviceLength = serviceSize;
    operationOffset = operation;
    operationLength = operationSize;
    kind = k;
  }

  /** Names the pair that another one names. */
  public void set(ServiceDocument other) {
    set(
        other.bytes,
        other.serviceOffset,
        other.serviceLength,
        other.operationOffset,
        other.operationLength,
        other.kind);
  }

  public SpanKind kind() {
    return kind;
  }

  /** FNV-1a over both names with nothing between them. */
  public long id() {
    return fnv(fnv(OFFSET_BASIS, serviceOffset, serviceLength), operationOffset, operationLength);
  }

  /** Of both names and of where one ends: it tells pairs of the same {@link #id} apart. */
  public long check() {
    long names = fnv(OFFSET_BASIS ^ PRIME, operationOffset, operationLength);
    return fnv(names + serviceLength * 0x9e3779b97f4a7c15L, serviceOffset, serviceLength);
  }

  /** Writes the id as Jaeger spells it: without leading zeros. */
  public void writeId(WireWriter out) {
    JsonText.ascii(Long.toHexString(id()).getBytes(US_ASCII), out);
  }

  /** An id for a pair whose proper one is another pair's. */
  public void writeOtherId(WireWriter out) {
    writeId(out);
    out.writeByte('-');
    JsonText.ascii(Long.toHexString(check()).getBytes(US_ASCII), out);
  }

  /** Writes the body of an update that creates the document or adds the kind to it. */
  public void write(WireWriter out) {
    JsonText.ascii(SERVICE_NAME, out);
    JsonText.string(bytes, serviceOffset, serviceLength, out);
    JsonText.ascii(OPERATION_NAME, out);
    JsonText.string(bytes, operationOffset, operationLength, out);
    if (kind != SpanKind.NONE) {
      JsonText.ascii(SPAN_KIND, out);
      JsonText.ascii(kind.ascii(), out);
      JsonText.ascii(TRUE, out);
    }
    JsonText.ascii(END, out);
  }

  private long fnv(long start, int offset, int length) {
    long hash = start;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * PRIME;
    }
    return hash;
  }
}
