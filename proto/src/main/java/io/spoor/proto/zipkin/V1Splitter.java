package io.spoor.proto.zipkin;

import io.spoor.proto.wire.DecodeException;

/**
 * Makes spans of version 2 of one of version 1, which may hold several sides of a call (contract:
 * zipkin.md §9, whose rules the comments number). Confined to one thread.
 */
final class V1Splitter {
  /** Services that report into one span, of which there are two in life. */
  private static final int MAX_SIDES = 64;

  /** Stands for an annotation that is not there. */
  private static final Annotation NONE = new Annotation();

  private final byte[] bytes;
  private final Slots<V2Span> sides = new Slots<>(V2Span::new, "services", MAX_SIDES);
  private final Endpoint anonymousCaller = new Endpoint();
  private final Annotation impliedStart = new Annotation();
  private V1Span span = new V1Span();
  private Annotation clientSend = NONE;
  private Annotation clientReceive = NONE;
  private Annotation serverReceive = NONE;
  private Annotation serverSend = NONE;
  private Annotation messageSend = NONE;
  private Annotation messageReceive = NONE;
  private Annotation wireSend = NONE;
  private Annotation wireReceive = NONE;
  // Where the server's side is, once it is known: it may have the client's name.
  private V2Span server = new V2Span();
  private boolean isServerForked;

  V1Splitter(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The sides of the span, until the next one is split. There is at least one. */
  Slots<V2Span> split(V1Span span) throws DecodeException {
    this.span = span;
    sides.clear();
    newSide();
    isServerForked = false;
    annotations();
    remoteCalls();
    messages();
    tags();
    return sides;
  }

  private long timestamp() {
    return Math.max(span.timestamp, 0);
  }

  /** Rules 2 and 3. */
  private void annotations() throws DecodeException {
    clientSend = NONE;
    clientReceive = NONE;
    serverReceive = NONE;
    serverSend = NONE;
    messageSend = NONE;
    messageReceive = NONE;
    wireSend = NONE;
    wireReceive = NONE;
    for (int i = 0; i < span.annotations.size(); i++) {
      Annotation annotation = span.annotations.get(i);
      if (annotation.timestamp <= 0 || annotation.valueLength == 0) {
        continue;
      }
      V2Span side = sideOf(annotation.endpoint);
      int core = annotation.endpoint.isEmpty() ? 0 : Core.of(annotation, bytes);
      switch (core) {
        case Core.CLIENT_SEND -> {
          side.kind = Kind.CLIENT;
          clientSend = annotation;
        }
        case Core.CLIENT_RECEIVE -> {
          side.kind = Kind.CLIENT;
          clientReceive = annotation;
        }
        case Core.SERVER_RECEIVE -> {
          side.kind = Kind.SERVER;
          serverReceive = annotation;
        }
        case Core.SERVER_SEND -> {
          side.kind = Kind.SERVER;
          serverSend = annotation;
        }
        case Core.MESSAGE_SEND -> {
          side.kind = Kind.PRODUCER;
          messageSend = annotation;
        }
        case Core.MESSAGE_RECEIVE -> {
          side.kind = Kind.CONSUMER;
          messageReceive = annotation;
        }
        case Core.WIRE_SEND -> wireSend = annotation;
        case Core.WIRE_RECEIVE -> wireReceive = annotation;
        default -> side.annotations.add(annotation);
      }
    }
  }

  /** Rules 4 to 7. */
  private void remoteCalls() throws DecodeException {
    if (clientSend == NONE && isEndOfSpan(clientReceive)) {
      clientSend = startOf(clientReceive);
    }
    if (serverReceive == NONE && isEndOfSpan(serverSend)) {
      serverReceive = startOf(serverSend);
    }
    if (clientSend != NONE && serverReceive != NONE) {
      bothSides();
    } else if (clientSend != NONE && clientReceive != NONE) {
      times(clientSend, clientReceive);
    } else if (serverReceive != NONE && serverSend != NONE) {
      times(serverReceive, serverSend);
    } else {
      incomplete();
    }
  }

  private boolean isEndOfSpan(Annotation end) {
    return end != NONE
        && timestamp() != 0
        && span.duration > 0
        && timestamp() + span.duration == end.timestamp;
  }

  private Annotation startOf(Annotation end) {
    impliedStart.clear().timestamp = timestamp();
    impliedStart.endpoint.setAddressOf(end.endpoint);
    impliedStart.endpoint.serviceAt = end.endpoint.serviceAt;
    impliedStart.endpoint.serviceLength = end.endpoint.serviceLength;
    return impliedStart;
  }

  /** Rule 5. */
  private void bothSides() throws DecodeException {
    times(clientSend, clientReceive);
    if (clientSend.endpoint.hasServiceOf(serverReceive.endpoint, bytes)) {
      sideOf(clientSend.endpoint).kind = Kind.CLIENT;
      server = newSide();
      server.local = serverReceive.endpoint;
      server.kind = Kind.SERVER;
      isServerForked = true;
    } else {
      server = sideOf(serverReceive.endpoint);
    }
    server.timestamp = serverReceive.timestamp;
    server.duration = serverSend == NONE ? 0 : between(serverReceive, serverSend);
    if (clientReceive == NONE && span.duration <= 0) {
      sideOf(clientSend.endpoint).duration = 0;
    }
  }

  /** Rule 7. */
  private void incomplete() {
    for (int i = 0; i < sides.size(); i++) {
      V2Span side = sides.get(i);
      if (side.kind == Kind.CLIENT) {
        revert(side, clientSend, clientReceive);
      } else if (side.kind == Kind.SERVER) {
        revert(side, serverReceive, serverSend);
      }
    }
    V2Span first = sides.get(0);
    if (timestamp() != 0) {
      first.timestamp = timestamp();
      first.duration = span.duration;
    } else if (span.duration < 0) {
      first.duration = span.duration;
    }
  }

  private static void revert(V2Span side, Annotation begin, Annotation end) {
    if (begin != NONE) {
      side.timestamp = begin.timestamp;
    }
    if (end != NONE) {
      side.annotations.add(end);
    }
  }

  /** Rule 9, and rule 6 for messages. */
  private void messages() throws DecodeException {
    if (messageSend != NONE && messageReceive != NONE) {
      V2Span producer = sideOf(messageSend.endpoint);
      V2Span consumer;
      if (messageSend.endpoint.hasServiceOf(messageReceive.endpoint, bytes)) {
        producer.kind = Kind.PRODUCER;
        consumer = newSide();
        consumer.local = messageReceive.endpoint;
        consumer.kind = Kind.CONSUMER;
      } else {
        consumer = sideOf(messageReceive.endpoint);
      }
      if (wireReceive != NONE) {
        consumer.timestamp = wireReceive.timestamp;
        consumer.duration = between(wireReceive, messageReceive);
      } else {
        consumer.timestamp = messageReceive.timestamp;
      }
      producer.timestamp = messageSend.timestamp;
      producer.duration = wireSend == NONE ? 0 : between(messageSend, wireSend);
    } else if (messageSend != NONE) {
      times(messageSend, wireSend);
    } else if (messageReceive != NONE) {
      if (wireReceive != NONE) {
        times(wireReceive, messageReceive);
      } else {
        times(messageReceive, NONE);
      }
    } else {
      addTo(wireSend);
      addTo(wireReceive);
    }
  }

  private void addTo(Annotation annotation) throws DecodeException {
    if (annotation != NONE) {
      sideOf(annotation.endpoint).annotations.add(annotation);
    }
  }

  /** Rule 6. */
  private void times(Annotation begin, Annotation end) throws DecodeException {
    V2Span side = sideOf(begin.endpoint);
    if (timestamp() != 0 && span.duration != 0) {
      side.timestamp = timestamp();
      side.duration = span.duration;
    } else {
      side.timestamp = begin.timestamp;
      side.duration = end == NONE ? 0 : between(begin, end);
    }
  }

  private static long between(Annotation begin, Annotation end) {
    return Math.max(end.timestamp - begin.timestamp, 0);
  }

  /** Rules 10 and 11. */
  private void tags() throws DecodeException {
    Endpoint caller = V2Span.NOBODY;
    Endpoint callee = V2Span.NOBODY;
    Endpoint broker = V2Span.NOBODY;
    for (int i = 0; i < span.tags.size(); i++) {
      Tag tag = span.tags.get(i);
      switch (Core.of(tag, bytes)) {
        case Core.CLIENT_ADDRESS -> caller = known(tag.endpoint, caller);
        case Core.SERVER_ADDRESS -> callee = known(tag.endpoint, callee);
        case Core.MESSAGE_ADDRESS -> broker = known(tag.endpoint, broker);
        case Core.LOCAL_COMPONENT -> {
          V2Span side = sideOf(tag.endpoint);
          if (tag.valueLength > 0) {
            tag.isComponent = true;
            side.tags.add(tag);
          }
        }
        default -> sideOf(tag.endpoint).tags.add(tag);
      }
    }
    addresses(caller, callee);
    if (broker != V2Span.NOBODY) {
      if (messageSend != NONE) {
        sideOf(messageSend.endpoint).remote = broker;
      }
      if (messageReceive != NONE) {
        sideOf(messageReceive.endpoint).remote = broker;
      }
    }
  }

  private static Endpoint known(Endpoint endpoint, Endpoint otherwise) {
    return endpoint.isEmpty() ? otherwise : endpoint;
  }

  private void addresses(Endpoint caller, Endpoint callee) throws DecodeException {
    Annotation onServer = serverReceive == NONE ? serverSend : serverReceive;
    Annotation onClient = clientSend == NONE ? clientReceive : clientSend;
    if (onServer == NONE && onClient == NONE) {
      if (callee != V2Span.NOBODY) {
        sideOf(caller).remote = callee;
      } else if (caller != V2Span.NOBODY) {
        sides.get(0).kind = Kind.SERVER;
        sides.get(0).remote = caller;
      }
      return;
    }
    if (caller != V2Span.NOBODY && onServer != NONE && !caller.isSameAs(onServer.endpoint, bytes)) {
      V2Span side = isServerForked ? server : sideOf(onServer.endpoint);
      side.remote =
          caller.hasServiceOf(onServer.endpoint, bytes)
              ? anonymousCaller.setAddressOf(caller)
              : caller;
    }
    if (callee != V2Span.NOBODY && onClient != NONE && !callee.isSameAs(onClient.endpoint, bytes)) {
      sideOf(onClient.endpoint).remote = callee;
    }
  }

  /** Rule 1. */
  private V2Span sideOf(Endpoint endpoint) throws DecodeException {
    if (endpoint.isEmpty()) {
      return sides.get(0);
    }
    for (int i = 0; i < sides.size(); i++) {
      V2Span side = sides.get(i);
      if (side.local == V2Span.NOBODY) {
        side.local = endpoint;
        return side;
      }
      if (side.local.hasServiceOf(endpoint, bytes)) {
        return side;
      }
    }
    V2Span side = newSide();
    side.local = endpoint;
    return side;
  }

  private V2Span newSide() throws DecodeException {
    V2Span side = sides.add().clear();
    side.traceIdHigh = span.traceIdHigh;
    side.traceIdLow = span.traceIdLow;
    side.spanId = span.spanId;
    side.parentId = span.parentId;
    side.nameAt = span.nameAt;
    side.nameLength = span.nameLength;
    side.debug = span.debug;
    return side;
  }
}
