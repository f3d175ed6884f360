package io.spoor.collector.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.TagReader;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/** Reads from a normalized batch what rules ask for, where it stands. Confined to one thread. */
final class SpanCursor {
  private static final int SERVICE_NAME = 0x0a;
  private static final int PROCESS_TAGS = 0x12;
  private static final int OPERATION_NAME = 0x1a;
  private static final int SPAN_TAGS = 0x42;

  private final WireReader in = new WireReader();
  private final TagReader tag = new TagReader();

  boolean serviceMatches(SpanBatch batch, int process, Glob pattern) {
    return textMatches(
        pattern,
        SERVICE_NAME,
        batch.array(),
        batch.processOffset(process),
        batch.processLength(process));
  }

  String serviceName(SpanBatch batch, int process) {
    in.reset(batch.array(), batch.processOffset(process), batch.processLength(process));
    try {
      if (in.hasNext() && in.readTag() == SERVICE_NAME) {
        int length = in.readLength();
        return new String(batch.array(), in.position(), length, UTF_8);
      }
    } catch (DecodeException e) {
      throw new IllegalStateException("a normalized batch is not", e);
    }
    return "";
  }

  boolean operationMatches(SpanBatch batch, int span, Glob pattern) {
    return textMatches(
        pattern, OPERATION_NAME, batch.array(), batch.spanOffset(span), batch.spanLength(span));
  }

  boolean tagMatches(SpanBatch batch, int span, TagCondition condition) {
    int process = batch.process(span);
    return hasTag(
            condition, SPAN_TAGS, batch.array(), batch.spanOffset(span), batch.spanLength(span))
        || hasTag(
            condition,
            PROCESS_TAGS,
            batch.array(),
            batch.processOffset(process),
            batch.processLength(process));
  }

  /** An empty text is left out where it would stand. */
  private boolean textMatches(Glob pattern, int field, byte[] bytes, int offset, int length) {
    if (pattern.matchesAll()) {
      return true;
    }
    in.reset(bytes, offset, length);
    try {
      while (in.hasNext()) {
        int found = in.readTag();
        if (found > field) {
          break;
        }
        int size = in.readLength();
        if (found == field) {
          return pattern.matches(bytes, in.position(), size);
        }
        in.skip(size);
      }
    } catch (DecodeException e) {
      throw new IllegalStateException("a normalized batch is not", e);
    }
    return pattern.matches(bytes, offset, 0);
  }

  private boolean hasTag(TagCondition condition, int field, byte[] bytes, int offset, int length) {
    in.reset(bytes, offset, length);
    try {
      while (in.hasNext()) {
        int found = in.readTag();
        if (found != field) {
          in.skipValue(found);
          continue;
        }
        int size = in.readLength();
        tag.reset(bytes, in.position(), size);
        if (condition.isAbout(tag) && condition.matches(tag)) {
          return true;
        }
        in.skip(size);
      }
    } catch (DecodeException e) {
      throw new IllegalStateException("a normalized batch is not", e);
    }
    return false;
  }
}
