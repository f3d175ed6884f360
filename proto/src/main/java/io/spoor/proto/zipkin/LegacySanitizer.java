package io.spoor.proto.zipkin;

/**
 * What is to be put right in a span before it is written as Jaeger does (contract: zipkin.md
 * §10.2), and what its core annotations say. Changes nothing; confined to one thread.
 */
final class LegacySanitizer {
  private static final long DEFAULT_DURATION = 1;

  private final byte[] bytes;
  private V1Span span = new V1Span();
  private int firstCore;
  // The first annotation of each kind, as the conversion looks for them; -1 if there is none.
  private int clientSend;
  private int clientReceive;
  private int serverReceive;
  private int serverSend;
  private boolean hasTimestamp;
  private long start;
  private long duration;

  LegacySanitizer(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Looks at the span. */
  void read(V1Span span) {
    this.span = span;
    findCore();
    hasTimestamp = span.hasTimestamp;
    start = span.timestamp;
    duration = span.duration;
    if (!hasTimestamp) {
      startOfCore();
    }
    if (!span.hasDuration) {
      durationOfAnnotations();
    } else if (duration < 0) {
      duration = DEFAULT_DURATION;
    }
    if (start == 0) {
      timesOfCore();
    }
  }

  /** Whether client and server have both reported into it: it is written as two. */
  boolean isTwoSided() {
    return clientSend >= 0 && serverReceive >= 0;
  }

  /** The first of the four core annotations, or 0. */
  int firstCore() {
    return firstCore;
  }

  long start() {
    return start;
  }

  long duration() {
    return duration;
  }

  boolean hasNegativeDuration() {
    return span.hasDuration && span.duration < 0;
  }

  boolean hasZeroParent() {
    return span.hasParent && span.parentId == 0;
  }

  long clientSend() {
    return time(clientSend);
  }

  long clientDuration() {
    return clientReceive < 0 ? 0 : time(clientReceive) - time(clientSend);
  }

  long serverReceive() {
    return time(serverReceive);
  }

  long serverDuration() {
    return serverSend < 0 ? 0 : time(serverSend) - time(serverReceive);
  }

  /** Whether it is the tag "error" as a text or number, which becomes a truth value. */
  static boolean isErrorText(Tag tag, byte[] bytes) {
    return tag.type != Tag.BOOL
        && Ascii.equalsIgnoringCase(bytes, tag.keyAt, tag.keyLength, "error");
  }

  /** Whether it is the tag "error" and says more than true or false. */
  static boolean hasErrorMessage(Tag tag, byte[] bytes) {
    return isErrorText(tag, bytes)
        && tag.valueLength > 0
        && !Ascii.equalsIgnoringCase(bytes, tag.valueAt, tag.valueLength, "true")
        && !Ascii.equalsIgnoringCase(bytes, tag.valueAt, tag.valueLength, "false");
  }

  private void findCore() {
    firstCore = 0;
    clientSend = -1;
    clientReceive = -1;
    serverReceive = -1;
    serverSend = -1;
    for (int i = 0; i < span.annotations.size(); i++) {
      int core = Core.of(span.annotations.get(i), bytes);
      switch (core) {
        case Core.CLIENT_SEND -> clientSend = clientSend < 0 ? i : clientSend;
        case Core.CLIENT_RECEIVE -> clientReceive = clientReceive < 0 ? i : clientReceive;
        case Core.SERVER_RECEIVE -> serverReceive = serverReceive < 0 ? i : serverReceive;
        case Core.SERVER_SEND -> serverSend = serverSend < 0 ? i : serverSend;
        default -> core = 0;
      }
      firstCore = firstCore == 0 ? core : firstCore;
    }
  }

  private void startOfCore() {
    if (clientSend >= 0) {
      hasTimestamp = true;
      start = time(clientSend);
    } else if (serverReceive >= 0 && !span.hasParent) {
      hasTimestamp = true;
      start = time(serverReceive);
    }
  }

  private void durationOfAnnotations() {
    duration = DEFAULT_DURATION;
    int count = span.annotations.size();
    if (count < 2) {
      return;
    }
    long first = time(0);
    long last = time(count - 1);
    for (int i = 0; i < count; i++) {
      int core = Core.of(span.annotations.get(i), bytes);
      if (core == Core.CLIENT_SEND) {
        first = time(i);
      } else if (core == Core.CLIENT_RECEIVE) {
        last = time(i);
      }
    }
    if (first < last) {
      duration = last - first;
      start = hasTimestamp ? start : first;
    }
  }

  private void timesOfCore() {
    if (clientSend >= 0) {
      start = clientSend();
      duration = duration == 0 ? clientDuration() : duration;
    } else if (serverReceive >= 0) {
      start = serverReceive();
      duration = duration == 0 ? serverDuration() : duration;
    }
  }

  private long time(int annotation) {
    return span.annotations.get(annotation).timestamp;
  }
}
