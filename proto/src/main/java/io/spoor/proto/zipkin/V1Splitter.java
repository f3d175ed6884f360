package io.spoor.proto.zipkin;

import io.spoor.proto.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;

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
  private final Annotation impliedSend = new Annotation();
  private final Annotation impliedReceive = new Annotation();
  private V1Span span = new V1Span();
  private Annotation clientSend = NONE;
  private Annotation clientReceive = NONE;
  private Annotation serverReceive = NONE;
  private Annotation serverSend = NONE;
  private Annotation messageSend = NONE;
  private Annotation messageReceive = NONE;
  private Annotation wireSend = NONE;
  private Annotation wireReceive = NONE;
  // Sides that have the name of the other end, so that they are not found by it.
  private final List<V2Span> forked = new ArrayList<>();

  V1Splitter(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The sides of the span, until the next one is split. There is at least one. */
  Slots<V2Span> split(V1Span span) throws DecodeException {
    this.span = span;
    sides.clear();
    newSide();
    forked.clear();
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
      V2Span side = sideOf(annotation.endpoint);
      if (!annotation.isKnown()) {
        continue;
      }
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
      clientSend = startOf(clientReceive, impliedSend);
    }
    if (serverReceive == NONE && isEndOfSpan(serverSend)) {
      serverReceive = startOf(serverSend, impliedReceive);
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

  private Annotation startOf(Annotation end, Annotation start) {
    start.clear().timestamp = timestamp();
    start.endpoint.setAddressOf(end.endpoint);
    start.endpoint.serviceAt = end.endpoint.serviceAt;
    start.endpoint.serviceLength = end.endpoint.serviceLength;
    return start;
  }

  /** Rule 5. */
  private void bothSides() throws DecodeException {
    times(clientSend, clientReceive);
    V2Span server;
    if (clientSend.endpoint.hasServiceOf(serverReceive.endpoint, bytes)) {
      sideOf(clientSend.endpoint).kind = Kind.CLIENT;
      server = fork(serverReceive.endpoint, Kind.SERVER);
    } else {
      server = sideOf(serverReceive.endpoint);
    }
    server.timestamp = serverReceive.timestamp;
    if (serverSend != NONE) {
      server.duration = between(serverReceive, serverSend);
    }
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
        consumer = fork(messageReceive.endpoint, Kind.CONSUMER);
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
      if (end != NONE) {
        side.duration = between(begin, end);
      }
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
      if (!tag.hasKey) {
        continue;
      }
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
        sideOf(messageReceive.endpoint, Kind.CONSUMER).remote = broker;
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
      sideOf(onServer.endpoint, Kind.SERVER).remote =
          caller.hasServiceOf(onServer.endpoint, bytes)
              ? anonymousCaller.setAddressOf(caller)
              : caller;
    }
    if (callee != V2Span.NOBODY && onClient != NONE) {
      sideOf(onClient.endpoint).remote = callee;
    }
  }

  private V2Span fork(Endpoint endpoint, Kind kind) throws DecodeException {
    V2Span side = newSide();
    side.local = endpoint;
    side.kind = kind;
    forked.add(side);
    return side;
  }

  private V2Span sideOf(Endpoint endpoint, Kind kind) throws DecodeException {
    for (V2Span side : forked) {
      if (side.kind == kind) {
        return side;
      }
    }
    return sideOf(endpoint);
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
