package io.spoor.proto.zipkin;

import io.spoor.proto.model.Micros;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.JsonNumbers;
import io.spoor.proto.wire.WireWriter;
import java.util.List;

/**
 * The one conversion of what comes to port 9411 (contract: zipkin.md §18, C3 to C9): tags as Jaeger
 * writes them since 1.53, and none of what that loses. Confined to one thread.
 */
final class ModelWriter {
  private static final byte[] ABSENT_START = Ascii.of("otel.zipkin.absentField.startTime");
  private static final byte[] NEGATIVE_DURATION = Ascii.of("errNegativeDuration");
  private static final byte[] COMPONENT = Ascii.of("component");
  private static final byte[] SCOPE_NAME = Ascii.of("otel.scope.name");
  private static final byte[] SCOPE_VERSION = Ascii.of("otel.scope.version");
  private static final byte[] SPAN_KIND = Ascii.of("span.kind");
  private static final byte[] STATUS_CODE = Ascii.of("otel.status_code");
  private static final byte[] STATUS_DESCRIPTION = Ascii.of("otel.status_description");
  private static final byte[] OK = Ascii.of("OK");
  private static final byte[] ERROR_STATUS = Ascii.of("ERROR");
  private static final byte[] ERROR = Ascii.of("error");
  private static final byte[] TRUE = Ascii.of("true");
  private static final byte[] FALSE = Ascii.of("false");
  private static final byte[] TRACE_STATE = Ascii.of("w3c.tracestate");
  private static final byte[] NET_HOST_IP = Ascii.of("net.host.ip");
  private static final byte[] NET_HOST_PORT = Ascii.of("net.host.port");
  private static final byte[] PEER_SERVICE = Ascii.of("peer.service");
  private static final byte[] NET_PEER_IP = Ascii.of("net.peer.ip");
  private static final byte[] NET_PEER_PORT = Ascii.of("net.peer.port");
  private static final int DEBUG = 2;

  private final byte[] bytes;
  private final byte[] unknownService;
  private final long receivedAtMicros;
  private final SpanBatchBuilder builder;
  private final SpanTags sorted;
  private final TagValues tags;
  private final LogFields fields;
  private final StructuredEvent structured;
  private final IpText ip = new IpText();

  /** The status that the span's tags tell of. */
  private enum Status {
    UNSET,
    OK,
    ERROR
  }

  /**
   * @param bytes that the text of spans stands in
   * @param unknownService for spans that do not name theirs
   * @param receivedAtMicros the start of spans that have none
   */
  ModelWriter(
      byte[] bytes, byte[] unknownService, long receivedAtMicros, SpanBatchBuilder builder) {
    this.bytes = bytes;
    this.unknownService = unknownService;
    this.receivedAtMicros = receivedAtMicros;
    this.builder = builder;
    this.sorted = new SpanTags(bytes);
    this.tags = new TagValues(bytes, builder);
    this.fields = new LogFields(bytes, builder);
    this.structured = new StructuredEvent(bytes, builder);
  }

  void write(V2Span span) {
    sorted.read(span.tags);
    process(span);
    builder.startSpan(span.traceIdHigh, span.traceIdLow, span.spanId);
    builder.operationName(bytes, span.nameAt, span.nameLength);
    references(span);
    builder.flags(span.debug ? DEBUG : 0);
    boolean isStartKnown = span.timestamp > 0;
    long start = isStartKnown ? span.timestamp : firstAnnotation(span.annotations);
    long duration = span.duration < 0 ? 1 : span.duration;
    builder.times(
        Micros.seconds(start), Micros.nanosOfSecond(start), Micros.durationNanos(duration));
    scope();
    Status status = spanTags(span);
    endpoints(span);
    if (!isStartKnown) {
      tags.bool(ABSENT_START, true);
    }
    if (span.duration < 0) {
      tags.text(NEGATIVE_DURATION, Ascii.of(Long.toString(span.duration)));
    }
    kind(span.kind);
    status(status);
    Tag traceState = sorted.get(TagRole.TRACE_STATE);
    if (traceState != SpanTags.NONE) {
      tags.write(TRACE_STATE, traceState);
    }
    logs(span.annotations);
    builder.endSpan();
  }

  private void process(V2Span span) {
    builder.startProcess();
    Tag named = sorted.get(TagRole.SERVICE_NAME);
    Tag source = sorted.get(TagRole.SERVICE_NAME_SOURCE);
    Endpoint local = span.local;
    if (named.valueLength > 0 && named.type == Tag.STRING) {
      builder.serviceName(bytes, named.valueAt, named.valueLength);
    } else if (source.valueLength > 0 && source.type == Tag.STRING) {
      // The name is a tag of that key; the service stays empty, which the model has a word for.
      builder.stringTag(
          bytes, source.valueAt, source.valueLength, bytes, local.serviceAt, local.serviceLength);
    } else if (local.serviceLength > 0) {
      builder.serviceName(bytes, local.serviceAt, local.serviceLength);
    } else {
      builder.serviceName(unknownService, 0, unknownService.length);
    }
    if (sorted.anyResource()) {
      for (int i = 0; i < span.tags.size(); i++) {
        Tag tag = span.tags.get(i);
        if (tag.isLast && tag.role == TagRole.RESOURCE) {
          tags.write(tag);
        }
      }
    }
    builder.endProcess();
  }

  private void references(V2Span span) {
    if (span.parentId != 0 && span.parentId != span.spanId) {
      builder.childOf(span.traceIdHigh, span.traceIdLow, span.parentId);
    }
    if (sorted.anyLink()) {
      for (int i = 0; i < span.tags.size(); i++) {
        Tag tag = span.tags.get(i);
        if (tag.isLast && tag.role == TagRole.LINK && !link(tag)) {
          tag.role = TagRole.ORDINARY;
        }
      }
    }
  }

  /**
   * Writes the reference of {@code trace|span|state|attributes|count}, of which only the ids are
   * kept, as of any link of OpenTelemetry. What is not one stays a tag.
   */
  private boolean link(Tag tag) {
    int at = tag.valueAt;
    if (tag.type != Tag.STRING
        || tag.valueLength < 50
        || bytes[at + 32] != '|'
        || bytes[at + 49] != '|') {
      return false;
    }
    try {
      long high = JsonNumbers.parseHex(bytes, at, 16);
      long low = JsonNumbers.parseHex(bytes, at + 16, 16);
      builder.followsFrom(high, low, JsonNumbers.parseHex(bytes, at + 33, 16));
      return true;
    } catch (DecodeException e) {
      // no ids: a text of somebody's own
      return false;
    }
  }

  private long firstAnnotation(List<Annotation> annotations) {
    long first = Long.MAX_VALUE;
    for (int i = 0; i < annotations.size(); i++) {
      Annotation annotation = annotations.get(i);
      if (annotation.isKnown()) {
        first = Math.min(first, annotation.timestamp);
      }
    }
    return first == Long.MAX_VALUE ? receivedAtMicros : first;
  }

  private void scope() {
    scope(SCOPE_NAME, sorted.get(TagRole.LIBRARY_NAME), sorted.get(TagRole.SCOPE_NAME));
    scope(SCOPE_VERSION, sorted.get(TagRole.LIBRARY_VERSION), sorted.get(TagRole.SCOPE_VERSION));
  }

  /** OpenTelemetry's exporters send both the old key and the new one. */
  private void scope(byte[] key, Tag old, Tag now) {
    if (now != SpanTags.NONE) {
      tags.write(key, now);
    } else if (old != SpanTags.NONE) {
      tags.write(key, old);
    }
  }

  /** Writes the tags that stay what they are; says what status the others tell of. */
  private Status spanTags(V2Span span) {
    Status status = statusOfCode(sorted.get(TagRole.STATUS_CODE));
    for (int i = 0; i < span.tags.size(); i++) {
      Tag tag = span.tags.get(i);
      if (!tag.isLast) {
        continue;
      }
      switch (tag.role) {
        case ORDINARY -> {
          if (tag.isComponent) {
            tags.write(COMPONENT, tag);
          } else {
            tags.write(tag);
          }
        }
        case ERROR -> status = error(tag, status);
        case STATUS_DESCRIPTION -> {
          if (sorted.get(TagRole.STATUS_CODE) == SpanTags.NONE) {
            tags.write(tag);
          }
        }
        case NET_HOST_IP -> writeUnless(hasIp(span.local), tag);
        case NET_HOST_PORT -> writeUnless(span.local.port != 0, tag);
        case PEER_SERVICE -> writeUnless(span.remote.serviceLength > 0, tag);
        case NET_PEER_IP -> writeUnless(hasIp(span.remote), tag);
        case NET_PEER_PORT -> writeUnless(span.remote.port != 0, tag);
        case RESOURCE,
            SERVICE_NAME,
            SERVICE_NAME_SOURCE,
            LIBRARY_NAME,
            LIBRARY_VERSION,
            SCOPE_NAME,
            SCOPE_VERSION,
            SPAN_KIND,
            STATUS_CODE,
            TRACE_STATE,
            LINK -> {}
      }
    }
    return status;
  }

  private void writeUnless(boolean isReplaced, Tag tag) {
    if (!isReplaced) {
      tags.write(tag);
    }
  }

  private static boolean hasIp(Endpoint endpoint) {
    return endpoint.ipv4 != 0 || endpoint.hasIpv6();
  }

  /** True is said by the status; false is no error at all; all else is kept and is an error. */
  private Status error(Tag tag, Status status) {
    boolean isTrue = tag.type == Tag.BOOL ? tag.bits != 0 : isText(tag, TRUE);
    boolean isFalse = tag.type == Tag.BOOL ? tag.bits == 0 : isText(tag, FALSE);
    if (isFalse) {
      tags.bool(ERROR, false);
      return status;
    }
    if (!isTrue) {
      tags.write(tag);
    }
    return Status.ERROR;
  }

  private boolean isText(Tag tag, byte[] text) {
    return tag.type == Tag.STRING && Ascii.equals(bytes, tag.valueAt, tag.valueLength, text);
  }

  private Status statusOfCode(Tag tag) {
    if (tag == SpanTags.NONE || tag.type != Tag.STRING) {
      return Status.UNSET;
    }
    int at = tag.valueAt;
    int length = tag.valueLength;
    if (Ascii.equalsIgnoringCase(bytes, at, length, "ok")
        || Ascii.equalsIgnoringCase(bytes, at, length, "status_code_ok")) {
      return Status.OK;
    }
    return Ascii.equalsIgnoringCase(bytes, at, length, "error")
            || Ascii.equalsIgnoringCase(bytes, at, length, "status_code_error")
        ? Status.ERROR
        : Status.UNSET;
  }

  private void endpoints(V2Span span) {
    address(span.local, NET_HOST_IP, NET_HOST_PORT);
    Endpoint remote = span.remote;
    if (remote.serviceLength > 0) {
      tags.text(PEER_SERVICE, remote.serviceAt, remote.serviceLength);
    }
    address(remote, NET_PEER_IP, NET_PEER_PORT);
  }

  private void address(Endpoint endpoint, byte[] ipKey, byte[] portKey) {
    if (ip.write(endpoint)) {
      WireWriter text = ip.text();
      builder.stringTag(ipKey, 0, ipKey.length, text.array(), 0, text.size());
    }
    if (endpoint.port != 0) {
      tags.number(portKey, endpoint.port);
    }
  }

  private void kind(Kind kind) {
    Tag tag = sorted.get(TagRole.SPAN_KIND);
    if (kind != Kind.NONE) {
      tags.text(SPAN_KIND, kind.tag);
    } else if (tag != SpanTags.NONE) {
      tags.write(SPAN_KIND, tag);
    }
  }

  private void status(Status status) {
    if (status == Status.ERROR) {
      tags.text(STATUS_CODE, ERROR_STATUS);
      tags.bool(ERROR, true);
    } else if (status == Status.OK) {
      tags.text(STATUS_CODE, OK);
    }
    Tag description = sorted.get(TagRole.STATUS_DESCRIPTION);
    if (description.valueLength > 0 && sorted.get(TagRole.STATUS_CODE) != SpanTags.NONE) {
      tags.write(STATUS_DESCRIPTION, description);
    }
  }

  private void logs(List<Annotation> annotations) {
    for (int i = 0; i < annotations.size(); i++) {
      Annotation annotation = annotations.get(i);
      if (annotation.isKnown()) {
        builder.startLog(
            Micros.seconds(annotation.timestamp), Micros.nanosOfSecond(annotation.timestamp));
        if (!structured.write(annotation.valueAt, annotation.valueLength)) {
          fields.write(annotation.valueAt, annotation.valueLength);
        }
        builder.endLog();
      }
    }
  }
}
