package io.spoor.proto.zipkin;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/**
 * Reads {@code zipkin.proto3.ListOfSpans} (contract: zipkin.md §8). Ids may be shorter than
 * declared: senders write as many bytes as they have. Confined to one thread.
 */
final class Proto3 implements SpanReader {
  private static final int LIST_SPANS = 0x0a;
  private static final long LIST_FIELDS = 1 << 1;

  private static final int TRACE_ID = 0x0a;
  private static final int PARENT_ID = 0x12;
  private static final int ID = 0x1a;
  private static final int KIND = 0x20;
  private static final int NAME = 0x2a;
  private static final int TIMESTAMP = 0x31;
  private static final int DURATION = 0x38;
  private static final int LOCAL_ENDPOINT = 0x42;
  private static final int REMOTE_ENDPOINT = 0x4a;
  private static final int ANNOTATIONS = 0x52;
  private static final int TAGS = 0x5a;
  private static final int DEBUG = 0x60;
  private static final int SHARED = 0x68;
  private static final long SPAN_FIELDS = (1 << 14) - 2;

  private static final int SERVICE_NAME = 0x0a;
  private static final int IPV4 = 0x12;
  private static final int IPV6 = 0x1a;
  private static final int PORT = 0x20;
  private static final long ENDPOINT_FIELDS = (1 << 5) - 2;

  private static final int ANNOTATION_TIMESTAMP = 0x09;
  private static final int ANNOTATION_VALUE = 0x12;
  private static final int TAG_KEY = 0x0a;
  private static final int TAG_VALUE = 0x12;
  private static final long PAIR_FIELDS = 1 << 1 | 1 << 2;

  private static final int MAX_PORT = 0xffff;

  private final WireReader in;
  private final Slots<Annotation> annotations =
      new Slots<>(Annotation::new, "annotations", V1Span.MAX_ITEMS);
  private final Slots<Tag> tags = new Slots<>(Tag::new, "tags", V1Span.MAX_ITEMS);
  private final Slots<V2Span> span = new Slots<>(V2Span::new, "sides", 1);
  private final Endpoint local = new Endpoint();
  private final Endpoint remote = new Endpoint();
  private String member = "";

  Proto3(WireReader in) {
    this.in = in;
  }

  @Override
  public String member() {
    return member;
  }

  @Override
  public boolean next() throws DecodeException {
    member = "";
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == LIST_SPANS) {
        return true;
      }
      in.skipUnknown(tag, LIST_FIELDS);
    }
    return false;
  }

  @Override
  public Slots<V2Span> read() throws DecodeException {
    annotations.clear();
    tags.clear();
    span.clear();
    local.clear();
    remote.clear();
    V2Span into = span.add().clear();
    int outer = in.enter();
    while (in.hasNext()) {
      readField(in.readTag(), into);
      member = "";
    }
    in.leave(outer);
    return span;
  }

  private void readField(int tag, V2Span into) throws DecodeException {
    switch (tag) {
      case TRACE_ID -> {
        member = "trace_id";
        int length = skipId(16);
        int end = in.position();
        into.traceIdHigh = length > 8 ? number(end - length, end - 8) : 0;
        into.traceIdLow = number(Math.max(end - length, end - 8), end);
      }
      case PARENT_ID -> {
        member = "parent_id";
        into.parentId = readId();
      }
      case ID -> {
        member = "id";
        into.spanId = readId();
      }
      case KIND -> into.kind = Kind.ofNumber(in.readVarint());
      case NAME -> {
        member = "name";
        into.nameLength = in.skipBytes();
        into.nameAt = in.position() - into.nameLength;
      }
      case TIMESTAMP -> into.timestamp = in.readFixed64();
      case DURATION -> into.duration = in.readVarint();
      case LOCAL_ENDPOINT -> {
        member = "local_endpoint";
        readEndpoint(local);
        into.local = local;
      }
      case REMOTE_ENDPOINT -> {
        member = "remote_endpoint";
        readEndpoint(remote);
        into.remote = remote;
      }
      case ANNOTATIONS -> {
        member = "annotations";
        Annotation annotation = annotations.add().clear();
        readAnnotation(annotation);
        into.annotations.add(annotation);
      }
      case TAGS -> {
        member = "tags";
        Tag pair = tags.add().clear();
        readTag(pair);
        into.tags.add(pair);
      }
      case DEBUG -> into.debug = in.readVarint() != 0;
      case SHARED -> in.readVarint();
      default -> in.skipUnknown(tag, SPAN_FIELDS);
    }
  }

  private long readId() throws DecodeException {
    int length = skipId(8);
    return number(in.position() - length, in.position());
  }

  private int skipId(int maxLength) throws DecodeException {
    int length = in.skipBytes();
    if (length > maxLength) {
      throw new DecodeException("more than " + maxLength + " bytes");
    }
    return length;
  }

  /** The big-endian number of at most 8 bytes. */
  private long number(int from, int to) {
    byte[] bytes = in.array();
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  private void readEndpoint(Endpoint endpoint) throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case SERVICE_NAME -> {
          endpoint.serviceLength = in.skipBytes();
          endpoint.serviceAt = in.position() - endpoint.serviceLength;
        }
        case IPV4, IPV6 -> {
          int length = in.skipBytes();
          int at = in.position() - length;
          if (length == 4) {
            endpoint.ipv4 = (int) number(at, at + 4);
          } else if (length == 16) {
            IpText.setIpv6(endpoint, number(at, at + 8), number(at + 8, at + 16));
          }
        }
        case PORT -> {
          long port = in.readVarint();
          endpoint.port = port > 0 && port <= MAX_PORT ? (int) port : 0;
        }
        default -> in.skipUnknown(tag, ENDPOINT_FIELDS);
      }
    }
    in.leave(outer);
  }

  private void readAnnotation(Annotation annotation) throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case ANNOTATION_TIMESTAMP -> annotation.timestamp = in.readFixed64();
        case ANNOTATION_VALUE -> {
          annotation.valueLength = in.skipBytes();
          annotation.valueAt = in.position() - annotation.valueLength;
        }
        default -> in.skipUnknown(tag, PAIR_FIELDS);
      }
    }
    in.leave(outer);
  }

  private void readTag(Tag pair) throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case TAG_KEY -> {
          pair.keyLength = in.skipBytes();
          pair.keyAt = in.position() - pair.keyLength;
        }
        case TAG_VALUE -> {
          pair.valueLength = in.skipBytes();
          pair.valueAt = in.position() - pair.valueLength;
        }
        default -> in.skipUnknown(tag, PAIR_FIELDS);
      }
    }
    in.leave(outer);
  }
}
