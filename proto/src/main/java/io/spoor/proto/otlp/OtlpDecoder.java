package io.spoor.proto.otlp;

import static io.spoor.proto.otlp.OtlpFields.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/**
 * Resources become processes; their spans are left to {@link SpanDecoder}. Fields may come in any
 * order and messages in parts, so each message is walked once for each thing that is written.
 */
final class OtlpDecoder {
  private static final byte[] SERVICE_NAME = "service.name".getBytes(US_ASCII);
  private static final byte[] NO_SERVICE_NAME = "OTLPResourceNoServiceName".getBytes(US_ASCII);

  private final WireReader in;
  private final SpanBatchBuilder builder;
  private final TagWriter tags;
  private final SpanDecoder spans;
  private final Attribute attribute = new Attribute();
  private boolean anyAttributes;
  private boolean serviceNameFound;
  private int serviceNameAt;
  private int serviceNameLength;

  OtlpDecoder(WireReader in, SpanBatchBuilder builder) {
    this.in = in;
    this.builder = builder;
    this.tags = new TagWriter(in.array(), builder);
    this.spans = new SpanDecoder(in, builder, tags);
  }

  void request() throws DecodeException {
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == REQUEST_RESOURCE_SPANS) {
        resourceSpans();
      } else {
        in.skipUnknown(tag, REQUEST_FIELDS);
      }
    }
  }

  private void resourceSpans() throws DecodeException {
    int outer = in.enter();
    int from = in.position();
    boolean anyScopes = false;
    boolean anyLibraries = false;
    anyAttributes = false;
    serviceNameFound = false;
    serviceNameLength = 0;
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == RESOURCE) {
        findServiceName();
      } else {
        anyScopes |= tag == SCOPE_SPANS;
        anyLibraries |= tag == LIBRARY_SPANS;
        in.skipValue(tag);
      }
    }
    if (anyScopes || anyLibraries) {
      in.moveTo(from);
      process();
      in.moveTo(from);
      int scopes = anyScopes ? SCOPE_SPANS : LIBRARY_SPANS;
      while (in.hasNext()) {
        int tag = in.readTag();
        if (tag == scopes) {
          scopeSpans();
        } else {
          in.skipValue(tag);
        }
      }
    }
    in.leave(outer);
  }

  private void findServiceName() throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag != RESOURCE_ATTRIBUTES) {
        in.skipValue(tag);
        continue;
      }
      anyAttributes = true;
      attribute.readKeyValue(in);
      if (!serviceNameFound && tags.keyIs(attribute, SERVICE_NAME)) {
        serviceNameFound = true;
        if (attribute.kind == STRING_VALUE) {
          serviceNameAt = attribute.valueAt;
          serviceNameLength = attribute.valueLength;
        }
      }
    }
    in.leave(outer);
  }

  private void process() throws DecodeException {
    builder.startProcess();
    if (anyAttributes) {
      builder.serviceName(in.array(), serviceNameAt, serviceNameLength);
    } else {
      builder.serviceName(NO_SERVICE_NAME, 0, NO_SERVICE_NAME.length);
    }
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag != RESOURCE) {
        in.skipValue(tag);
        continue;
      }
      int outer = in.enter();
      while (in.hasNext()) {
        int field = in.readTag();
        if (field != RESOURCE_ATTRIBUTES) {
          in.skipValue(field);
          continue;
        }
        attribute.readKeyValue(in);
        if (!tags.keyIs(attribute, SERVICE_NAME)) {
          tags.write(attribute);
        }
      }
      in.leave(outer);
    }
    builder.endProcess();
  }

  private void scopeSpans() throws DecodeException {
    int outer = in.enter();
    int from = in.position();
    spans.scopeNameLength = 0;
    spans.scopeVersionLength = 0;
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == SCOPE) {
        scope();
      } else {
        in.skipValue(tag);
      }
    }
    in.moveTo(from);
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == SPANS) {
        spans.decode();
      } else {
        in.skipValue(tag);
      }
    }
    in.leave(outer);
  }

  private void scope() throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case SCOPE_NAME -> {
          spans.scopeNameLength = in.skipBytes();
          spans.scopeNameAt = in.position() - spans.scopeNameLength;
        }
        case SCOPE_VERSION -> {
          spans.scopeVersionLength = in.skipBytes();
          spans.scopeVersionAt = in.position() - spans.scopeVersionLength;
        }
        default -> in.skipValue(tag);
      }
    }
    in.leave(outer);
  }
}
