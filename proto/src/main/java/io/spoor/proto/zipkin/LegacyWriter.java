package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.Micros;
import io.spoor.proto.model.SpanBatchBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes a span of version 1 as Jaeger's agent and its collector before 1.53 did (contract:
 * collector.md §6.5). {@link LegacySanitizer} has looked at it first. A span that both sides have
 * reported becomes two with the same id. Confined to one thread.
 */
final class LegacyWriter {
  private static final byte[] UNKNOWN_SERVICE = "unknown-service-name".getBytes(US_ASCII);
  private static final byte[] SPAN_KIND = "span.kind".getBytes(US_ASCII);
  private static final byte[] CLIENT = "client".getBytes(US_ASCII);
  private static final byte[] SERVER = "server".getBytes(US_ASCII);
  private static final byte[] COMPONENT = "component".getBytes(US_ASCII);
  private static final byte[] PEER_SERVICE = "peer.service".getBytes(US_ASCII);
  private static final byte[] PEER_IPV4 = "peer.ipv4".getBytes(US_ASCII);
  private static final byte[] PEER_IPV6 = "peer.ipv6".getBytes(US_ASCII);
  private static final byte[] PEER_PORT = "peer.port".getBytes(US_ASCII);
  private static final byte[] ERROR_MESSAGE = "error.message".getBytes(US_ASCII);
  private static final byte[] NEGATIVE_DURATION = "errNegativeDuration".getBytes(US_ASCII);
  private static final byte[] ZERO_PARENT = "errZeroParentID".getBytes(US_ASCII);
  private static final byte[] ZERO = {'0'};

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final SpanBatchBuilder builder;
  private final TagValues tags;
  private final LogFields logs;
  private final LegacyProcess process;
  private final byte[] ipv6 = new byte[16];

  LegacyWriter(byte[] bytes, SpanBatchBuilder builder) {
    this.bytes = bytes;
    this.builder = builder;
    this.tags = new TagValues(bytes, builder);
    this.logs = new LogFields(bytes, builder);
    this.process = new LegacyProcess(bytes, builder, tags);
  }

  void write(V1Span span, LegacySanitizer sanitized) {
    process.write(span, UNKNOWN_SERVICE);
    int first = sanitized.firstCore();
    start(span, sanitized);
    times(sanitized.start(), sanitized.duration());
    spanTags(span, sanitized);
    if (first != 0) {
      tags.text(SPAN_KIND, isClient(first) ? CLIENT : SERVER);
    }
    logs(span);
    builder.endSpan();
    if (sanitized.isTwoSided()) {
      start(span, sanitized);
      otherTimes(sanitized, isClient(first));
      tags.text(SPAN_KIND, isClient(first) ? SERVER : CLIENT);
      builder.endSpan();
    }
  }

  private static boolean isClient(int core) {
    return core == Core.CLIENT_SEND || core == Core.CLIENT_RECEIVE;
  }

  private void start(V1Span span, LegacySanitizer sanitized) {
    builder.startSpan(span.traceIdHigh, span.traceIdLow, span.spanId);
    builder.operationName(bytes, span.nameAt, span.nameLength);
    if (span.hasParent && !sanitized.hasZeroParent()) {
      builder.childOf(span.traceIdHigh, span.traceIdLow, span.parentId);
    }
    builder.flags(span.debug ? 2 : 0);
  }

  private void times(long start, long duration) {
    builder.times(
        Micros.seconds(start), Micros.nanosOfSecond(start), Micros.durationNanos(duration));
  }

  /** The second side has its own pair of annotations, and no duration without the end. */
  private void otherTimes(LegacySanitizer sanitized, boolean firstIsClient) {
    if (firstIsClient) {
      times(sanitized.serverReceive(), sanitized.serverDuration());
    } else {
      times(sanitized.clientSend(), sanitized.clientDuration());
    }
  }

  private void spanTags(V1Span span, LegacySanitizer sanitized) {
    for (int i = 0; i < span.tags.size(); i++) {
      Tag tag = span.tags.get(i);
      if (LegacyProcess.isProcessTag(tag, bytes)) {
        continue;
      }
      switch (Core.of(tag, bytes)) {
        case Core.LOCAL_COMPONENT -> tags.text(COMPONENT, tag.valueAt, tag.valueLength);
        case Core.CLIENT_ADDRESS, Core.SERVER_ADDRESS, Core.MESSAGE_ADDRESS -> peer(tag);
        default -> {
          if (LegacySanitizer.isErrorText(tag, bytes)) {
            boolean isError =
                !Ascii.equalsIgnoringCase(bytes, tag.valueAt, tag.valueLength, "false");
            builder.boolTag(bytes, tag.keyAt, tag.keyLength, isError);
          } else {
            tags.write(tag);
          }
        }
      }
    }
    if (sanitized.hasNegativeDuration()) {
      tags.text(NEGATIVE_DURATION, Long.toString(span.duration).getBytes(US_ASCII));
    }
    if (sanitized.hasZeroParent()) {
      tags.text(ZERO_PARENT, ZERO);
    }
    for (int i = 0; i < span.tags.size(); i++) {
      Tag tag = span.tags.get(i);
      if (LegacySanitizer.hasErrorMessage(tag, bytes)) {
        tags.text(ERROR_MESSAGE, tag.valueAt, tag.valueLength);
      }
    }
  }

  private void peer(Tag address) {
    if (!address.hasEndpoint) {
      return;
    }
    Endpoint peer = address.endpoint;
    tags.text(PEER_SERVICE, peer.serviceAt, peer.serviceLength);
    if (peer.ipv4 != 0) {
      tags.number(PEER_IPV4, Integer.toUnsignedLong(peer.ipv4));
    }
    if (peer.hasIpv6()) {
      LONGS.set(ipv6, 0, peer.ipv6High);
      LONGS.set(ipv6, 8, peer.ipv6Low);
      builder.binaryTag(PEER_IPV6, 0, PEER_IPV6.length, ipv6, 0, ipv6.length);
    }
    if (peer.port != 0) {
      tags.number(PEER_PORT, peer.port);
    }
  }

  private void logs(V1Span span) {
    for (int i = 0; i < span.annotations.size(); i++) {
      Annotation annotation = span.annotations.get(i);
      if (annotation.valueLength > 0 && !isCore(Core.of(annotation, bytes))) {
        builder.startLog(
            Micros.seconds(annotation.timestamp), Micros.nanosOfSecond(annotation.timestamp));
        logs.write(annotation.valueAt, annotation.valueLength);
        builder.endLog();
      }
    }
  }

  /** One of the four that Jaeger knows: those of messaging became logs. */
  static boolean isCore(int core) {
    return core == Core.CLIENT_SEND
        || core == Core.CLIENT_RECEIVE
        || core == Core.SERVER_SEND
        || core == Core.SERVER_RECEIVE;
  }
}
