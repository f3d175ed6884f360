package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatchBuilder;

/**
 * The process of a span of version 1, found among its endpoints (contract: zipkin.md §10.3).
 * Confined to one thread.
 */
final class LegacyProcess {
  private static final byte[] IP = "ip".getBytes(US_ASCII);
  private static final byte[] JAEGER_CLIENT = "jaegerClient".getBytes(US_ASCII);
  private static final byte[] JAEGER_VERSION = "jaeger.version".getBytes(US_ASCII);
  private static final byte[] JAEGER_HOSTNAME = "jaeger.hostname".getBytes(US_ASCII);
  private static final byte[] HOSTNAME = "hostname".getBytes(US_ASCII);

  private static final byte[] NONE = {};
  private static final Endpoint NOBODY = new Endpoint();

  private final byte[] bytes;
  private final SpanBatchBuilder builder;
  private final TagValues tags;

  LegacyProcess(byte[] bytes, SpanBatchBuilder builder, TagValues tags) {
    this.bytes = bytes;
    this.builder = builder;
    this.tags = tags;
  }

  void write(V1Span span, byte[] unknown) {
    builder.startProcess();
    Endpoint host = host(span);
    if (host.serviceLength > 0) {
      builder.serviceName(bytes, host.serviceAt, host.serviceLength);
    } else {
      builder.serviceName(unknown, 0, unknown.length);
    }
    // In the order of their keys.
    writeTags(span, HOSTNAME);
    if (host.serviceLength > 0 && host.ipv4 != 0) {
      tags.number(IP, host.ipv4);
    }
    writeTags(span, JAEGER_VERSION);
    builder.endProcess();
  }

  private void writeTags(V1Span span, byte[] key) {
    for (int i = 0; i < span.tags.size(); i++) {
      Tag tag = span.tags.get(i);
      if (processKey(tag, bytes) == key) {
        tags.write(key, tag);
      }
    }
  }

  static boolean isProcessTag(Tag tag, byte[] bytes) {
    return processKey(tag, bytes).length > 0;
  }

  /** What the tag is called in the process; nothing if it is none of its tags. */
  private static byte[] processKey(Tag tag, byte[] bytes) {
    if (tag.keyLength < JAEGER_CLIENT.length || bytes[tag.keyAt] != 'j') {
      return NONE;
    }
    if (Ascii.equals(bytes, tag.keyAt, tag.keyLength, JAEGER_HOSTNAME)) {
      return HOSTNAME;
    }
    return Ascii.equals(bytes, tag.keyAt, tag.keyLength, JAEGER_CLIENT)
            || Ascii.equals(bytes, tag.keyAt, tag.keyLength, JAEGER_VERSION)
        ? JAEGER_VERSION
        : NONE;
  }

  /** The first endpoint that has a service: of core annotations, of "lc", of any, of any tag. */
  private Endpoint host(V1Span span) {
    Endpoint any = NOBODY;
    for (int i = 0; i < span.annotations.size(); i++) {
      Annotation annotation = span.annotations.get(i);
      if (annotation.endpoint.serviceLength > 0) {
        if (LegacyWriter.isCore(Core.of(annotation, bytes))) {
          return annotation.endpoint;
        }
        any = any == NOBODY ? annotation.endpoint : any;
      }
    }
    Endpoint anyTag = NOBODY;
    for (int i = 0; i < span.tags.size(); i++) {
      Tag tag = span.tags.get(i);
      if (tag.endpoint.serviceLength > 0) {
        if (Core.of(tag, bytes) == Core.LOCAL_COMPONENT) {
          return tag.endpoint;
        }
        anyTag = anyTag == NOBODY ? tag.endpoint : anyTag;
      }
    }
    return any == NOBODY ? anyTag : any;
  }
}
