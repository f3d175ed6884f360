package io.spoor.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.TagReader;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A query, asked of each span where it stands: what stores that find candidates decide by. Confined
 * to one thread.
 */
public final class SpanPredicate {
  public static final long NO_MATCH = Long.MIN_VALUE;

  private final TraceQuery query;
  private final Optional<byte[]> service;
  private final Optional<byte[]> operation;
  private final List<TagCondition> tags;

  private final WireReader chunk = new WireReader();
  private final WireReader in = new WireReader();
  private final TagReader tag = new TagReader();
  private final WireWriter text = new WireWriter(64);
  private final boolean[] inProcess;
  private final boolean[] inSpan;

  /** A key and what the text of its value must be. */
  public static final class TagCondition {
    private final byte[] key;
    private final TagPattern pattern;

    TagCondition(String key, TagPattern pattern) {
      this.key = key.getBytes(UTF_8);
      this.pattern = pattern;
    }

    /** In UTF-8; not to be written. */
    public byte[] key() {
      return key;
    }

    public TagPattern pattern() {
      return pattern;
    }
  }

  /**
   * @throws StorageException if a tag's pattern is invalid
   */
  public SpanPredicate(TraceQuery query) {
    this.query = query;
    this.tags =
        query.tags().entrySet().stream()
            .map(
                tag ->
                    new TagCondition(
                        tag.getKey(), TagPattern.compile(tag.getKey(), tag.getValue())))
            .toList();
    this.service = query.service().map(name -> name.getBytes(UTF_8));
    this.operation = query.operation().map(name -> name.getBytes(UTF_8));
    this.inProcess = new boolean[tags.size()];
    this.inSpan = new boolean[tags.size()];
  }

  public List<TagCondition> tags() {
    return tags;
  }

  /** Whether the span meets every condition. */
  public boolean matches(SpanBatch batch, int span) throws DecodeException {
    int process = batch.process(span);
    byte[] bytes = batch.array();
    return matchesProcess(bytes, batch.processOffset(process), batch.processLength(process))
        && startIfMatch(bytes, batch.spanOffset(span), batch.spanLength(span)) != NO_MATCH;
  }

  /**
   * The latest start of a span that meets every condition, or {@link #NO_MATCH}.
   *
   * @param offset of encoded batches, which go on to the end
   */
  public long latestMatch(byte[] bytes, int offset) throws DecodeException {
    long latest = NO_MATCH;
    chunk.reset(bytes, offset, bytes.length - offset);
    while (chunk.hasNext()) {
      chunk.readTag();
      int length = chunk.readLength();
      latest = Math.max(latest, latestOfBatch(bytes, chunk.position(), length));
      chunk.skip(length);
    }
    return latest;
  }

  private long latestOfBatch(byte[] bytes, int offset, int length) throws DecodeException {
    WireReader batch = new WireReader(bytes, offset, length);
    boolean wanted = false;
    while (batch.hasNext()) {
      int field = batch.readTag();
      int size = batch.readLength();
      if (field == 0x12) {
        wanted = matchesProcess(bytes, batch.position(), size);
      }
      batch.skip(size);
    }
    long latest = NO_MATCH;
    batch.reset(bytes, offset, length);
    while (wanted && batch.hasNext()) {
      int field = batch.readTag();
      int size = batch.readLength();
      if (field == 0x0a) {
        latest = Math.max(latest, startIfMatch(bytes, batch.position(), size));
      }
      batch.skip(size);
    }
    return latest;
  }

  private boolean matchesProcess(byte[] bytes, int offset, int length) throws DecodeException {
    Arrays.fill(inProcess, false);
    boolean serviceMatches = service.isEmpty();
    in.reset(bytes, offset, length);
    while (in.hasNext()) {
      int field = in.readTag();
      int size = in.readLength();
      if (field == 0x0a) {
        serviceMatches = serviceMatches || same(service.get(), bytes, in.position(), size);
      } else if (field == 0x12) {
        matchTag(bytes, in.position(), size, inProcess);
      }
      in.skip(size);
    }
    return serviceMatches;
  }

  private long startIfMatch(byte[] bytes, int offset, int length) throws DecodeException {
    System.arraycopy(inProcess, 0, inSpan, 0, inSpan.length);
    boolean operationMatches = operation.isEmpty() || operation.get().length == 0;
    boolean hasOperation = false;
    long start = 0;
    long duration = 0;
    in.reset(bytes, offset, length);
    while (in.hasNext()) {
      int field = in.readTag();
      switch (field) {
        case 0x1a -> {
          int size = in.readLength();
          hasOperation = true;
          operationMatches =
              operation.isEmpty() || same(operation.get(), bytes, in.position(), size);
          in.skip(size);
        }
        case 0x32 -> start = micros();
        case 0x3a -> duration = micros();
        case 0x42 -> {
          int size = in.readLength();
          matchTag(bytes, in.position(), size, inSpan);
          in.skip(size);
        }
        case 0x4a -> matchLog(bytes);
        default -> in.skipValue(field);
      }
    }
    boolean matches =
        operationMatches
            && (hasOperation || operation.isEmpty() || operation.get().length == 0)
            && inTime(start, duration)
            && allTagsFound();
    return matches ? start : NO_MATCH;
  }

  private boolean inTime(long start, long duration) {
    return start >= query.startMinMicros()
        && start <= query.startMaxMicros()
        && (query.durationMinMicros().isEmpty()
            || duration >= query.durationMinMicros().getAsLong())
        && (query.durationMaxMicros().isEmpty()
            || duration <= query.durationMaxMicros().getAsLong());
  }

  private boolean allTagsFound() {
    for (boolean found : inSpan) {
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private void matchLog(byte[] bytes) throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int field = in.readTag();
      if (field == 0x12) {
        int size = in.readLength();
        matchTag(bytes, in.position(), size, inSpan);
        in.skip(size);
      } else {
        in.skipValue(field);
      }
    }
    in.leave(outer);
  }

  private void matchTag(byte[] bytes, int offset, int length, boolean[] found)
      throws DecodeException {
    if (found.length == 0) {
      return;
    }
    tag.reset(bytes, offset, length);
    for (int i = 0; i < found.length; i++) {
      TagCondition condition = tags.get(i);
      if (!found[i] && same(condition.key, bytes, tag.keyOffset(), tag.keyLength())) {
        found[i] = matchesValue(condition.pattern);
      }
    }
  }

  private boolean matchesValue(TagPattern pattern) {
    if (tag.type() == TagReader.STRING) {
      return pattern.matches(tag.array(), tag.valueOffset(), tag.valueLength());
    }
    text.truncate(0);
    TagText.append(tag, text);
    return pattern.matches(text.array(), 0, text.size());
  }

  private long micros() throws DecodeException {
    int outer = in.enter();
    long seconds = 0;
    long nanos = 0;
    while (in.hasNext()) {
      int field = in.readTag();
      if (field == 0x08) {
        seconds = in.readVarint();
      } else if (field == 0x10) {
        nanos = in.readVarint();
      } else {
        in.skipValue(field);
      }
    }
    in.leave(outer);
    return seconds * 1_000_000 + nanos / 1000;
  }

  private static boolean same(byte[] wanted, byte[] bytes, int offset, int length) {
    return wanted.length == length
        && Arrays.equals(wanted, 0, length, bytes, offset, offset + length);
  }
}
