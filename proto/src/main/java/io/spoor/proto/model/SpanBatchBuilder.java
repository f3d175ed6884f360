package io.spoor.proto.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.Utf8;
import io.spoor.proto.wire.WireWriter;
import java.util.Arrays;

/**
 * Writes a {@link SpanBatch}. Whoever decodes calls it in the order of the model's fields: a
 * process ({@link #startProcess}, service name, tags, {@link #endProcess}), then its spans ({@link
 * #startSpan}, operation name, references, flags, times, tags, logs, {@link #endSpan}).
 *
 * <p>Here, once for every format, text is repaired to UTF-8, an empty service name gets Jaeger's
 * stand-in (contract: collector.md §8.3) and the collector's own tags are added. Confined to one
 * thread; after {@link #build} it starts empty again.
 */
public final class SpanBatchBuilder {
  private static final byte[] EMPTY_SERVICE_NAME = "empty-service-name".getBytes(UTF_8);
  private static final byte[] NO_PROCESS = "null-process-and-service-name".getBytes(UTF_8);
  private static final long NANOS = 1_000_000_000L;

  private final ProcessTags collectorTags;
  private WireWriter out;
  private int size;
  private int[] spans = new int[3 * 32];
  private long[] times = new long[2 * 32];
  private int processCount;
  private int[] processes = new int[2 * 8];
  private int currentProcess = -1;
  private int start;
  private int logStart;
  // What a tag is called here: span tags, process tags and log fields differ in their number only.
  private int tagsTag;
  private int lastCapacity;
  // What is open: kept for assertions only.
  private Part part = Part.NONE;

  private enum Part {
    NONE,
    PROCESS,
    SPAN,
    LOG
  }

  public SpanBatchBuilder() {
    this(ProcessTags.NONE, 4096);
  }

  /** Adds these tags to each process; growing into so many bytes would copy them several times. */
  public SpanBatchBuilder(ProcessTags collectorTags, int capacity) {
    this.collectorTags = collectorTags;
    this.lastCapacity = capacity;
    this.out = new WireWriter(capacity);
  }

  /** Bytes written so far. */
  public int encodedBytes() {
    return out.size();
  }

  /** Spans ended so far. */
  public int size() {
    return size;
  }

  /** Starts the process of the spans that follow. */
  public void startProcess() {
    assert enter(Part.NONE, Part.PROCESS) : part;
    start = out.size();
    tagsTag = 0x12;
  }

  public void serviceName(byte[] source, int offset, int length) {
    if (length > 0) {
      text(0x0a, source, offset, length);
    }
  }

  public void endProcess() {
    assert enter(Part.PROCESS, Part.NONE) : part;
    int end = out.size();
    if (end == start || out.array()[start] != 0x0a) {
      byte[] tags = Arrays.copyOfRange(out.array(), start, end);
      out.truncate(start);
      out.writeField(0x0a, EMPTY_SERVICE_NAME, 0, EMPTY_SERVICE_NAME.length);
      out.writeBytes(tags, 0, tags.length);
    }
    collectorTags.addTo(out, start);
    addProcess(start);
  }

  /** The process of spans that were sent without one. */
  public void noProcess() {
    startProcess();
    serviceName(NO_PROCESS, 0, NO_PROCESS.length);
    endProcess();
  }

  /** Starts a span of the last process that ended. */
  public void startSpan(long traceIdHigh, long traceIdLow, long spanId) {
    if (currentProcess < 0) {
      noProcess();
    }
    assert enter(Part.NONE, Part.SPAN) : part;
    start = out.size();
    tagsTag = 0x42;
    ensureTimes();
    times[size * 2] = 0;
    times[size * 2 + 1] = 0;
    ids(traceIdHigh, traceIdLow, spanId);
  }

  public void operationName(byte[] source, int offset, int length) {
    if (length > 0) {
      text(0x1a, source, offset, length);
    }
  }

  public void childOf(long traceIdHigh, long traceIdLow, long spanId) {
    reference(traceIdHigh, traceIdLow, spanId, 0);
  }

  public void followsFrom(long traceIdHigh, long traceIdLow, long spanId) {
    reference(traceIdHigh, traceIdLow, spanId, 1);
  }

  /** A reference of any type: the number is not checked, as in Jaeger. */
  public void reference(long traceIdHigh, long traceIdLow, long spanId, int type) {
    int reference = out.begin(0x22);
    ids(traceIdHigh, traceIdLow, spanId);
    if (type != 0) {
      out.writeByte(0x18);
      out.writeVarint(type);
    }
    out.end(reference);
  }

  public void flags(int flags) {
    if (flags != 0) {
      out.writeByte(0x28);
      out.writeVarint(Integer.toUnsignedLong(flags));
    }
  }

  /**
   * Start and duration. A span whose times nobody tells starts at the epoch and lasts 0.
   *
   * @param seconds since the epoch, for the years 1 to 9999
   * @param nanos 0 to 999,999,999
   */
  public void times(long seconds, int nanos, long durationNanos) {
    TimeFields.write(out, 0x32, seconds, nanos);
    TimeFields.write(out, 0x3a, durationNanos / NANOS, (int) (durationNanos % NANOS));
    times[size * 2] = seconds * 1_000_000 + nanos / 1000;
    times[size * 2 + 1] = durationNanos / 1000;
  }

  public void stringTag(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    int tag = startTag(key, keyOffset, keyLength);
    if (valueLength > 0) {
      text(0x1a, value, valueOffset, valueLength);
    }
    out.end(tag);
  }

  public void boolTag(byte[] key, int keyOffset, int keyLength, boolean value) {
    int tag = startTag(key, keyOffset, keyLength);
    out.writeByte(0x10);
    out.writeByte(1);
    if (value) {
      out.writeByte(0x20);
      out.writeByte(1);
    }
    out.end(tag);
  }

  public void int64Tag(byte[] key, int keyOffset, int keyLength, long value) {
    int tag = startTag(key, keyOffset, keyLength);
    out.writeByte(0x10);
    out.writeByte(2);
    if (value != 0) {
      out.writeByte(0x28);
      out.writeVarint(value);
    }
    out.end(tag);
  }

  public void float64Tag(byte[] key, int keyOffset, int keyLength, double value) {
    int tag = startTag(key, keyOffset, keyLength);
    out.writeByte(0x10);
    out.writeByte(3);
    long bits = Double.doubleToRawLongBits(value);
    if (bits != 0) {
      out.writeByte(0x31);
      out.writeFixed64(bits);
    }
    out.end(tag);
  }

  public void binaryTag(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    int tag = startTag(key, keyOffset, keyLength);
    out.writeByte(0x10);
    out.writeByte(4);
    if (valueLength > 0) {
      out.writeField(0x3a, value, valueOffset, valueLength);
    }
    out.end(tag);
  }

  /** Starts a log of the span; the tags that follow are its fields. */
  public void startLog(long seconds, int nanos) {
    assert enter(Part.SPAN, Part.LOG) : part;
    logStart = out.begin(0x4a);
    TimeFields.write(out, 0x0a, seconds, nanos);
    tagsTag = 0x12;
  }

  public void endLog() {
    assert enter(Part.LOG, Part.SPAN) : part;
    out.end(logStart);
    tagsTag = 0x42;
  }

  /** Jaeger keeps it as it came, though nothing in a batch has that name. */
  public void processId(byte[] source, int offset, int length) {
    if (length > 0) {
      text(0x5a, source, offset, length);
    }
  }

  /** Comes after the logs and the process id. */
  public void warning(byte[] source, int offset, int length) {
    text(0x62, source, offset, length);
  }

  public void endSpan() {
    assert enter(Part.SPAN, Part.NONE) : part;
    addSpan(start, out.size() - start);
  }

  /** Takes back all that was written since {@link #startSpan}; instead of {@link #endSpan}. */
  public void dropSpan() {
    assert enter(Part.SPAN, Part.NONE) : part;
    out.truncate(start);
  }

  /** Copies a span and its process, which already have the collector's tags, from another batch. */
  public void add(SpanBatch batch, int span) {
    assert part == Part.NONE : part;
    int process = batch.process(span);
    addNormalizedProcess(batch.array(), batch.processOffset(process), batch.processLength(process));
    addNormalizedSpan(
        batch.array(),
        batch.spanOffset(span),
        batch.spanLength(span),
        batch.startMicros(span),
        batch.durationMicros(span));
  }

  /**
   * Adds what {@link SpanBatch#encode} wrote. Its spans are normalized: only their times are read
   * again. The collector's tags, if this builder has any, are added to the processes.
   */
  public void addEncoded(byte[] encoded, int offset, int length) throws DecodeException {
    EncodedBatches.addTo(this, encoded, offset, length);
  }

  /** What was added, and a fresh start. */
  public SpanBatch build() {
    SpanBatch batch =
        new SpanBatch(
            out.array(),
            size,
            Arrays.copyOf(spans, size * 3),
            Arrays.copyOf(times, size * 2),
            processCount,
            Arrays.copyOf(processes, processCount * 2));
    lastCapacity = Math.min(Math.max(out.size() + (out.size() >> 3), 1024), 1 << 20);
    clear();
    return batch;
  }

  /** Throws away what was added. */
  public void clear() {
    out = new WireWriter(lastCapacity);
    size = 0;
    processCount = 0;
    currentProcess = -1;
    part = Part.NONE;
  }

  /** Asked in assertions only, so that the state is kept only where they are on. */
  private boolean enter(Part from, Part to) {
    boolean allowed = part == from;
    part = allowed ? to : part;
    return allowed;
  }

  /** Adds a process as {@link #endProcess} does: with the collector's tags. */
  void addEncodedProcess(byte[] source, int offset, int length) {
    int at = out.size();
    out.writeBytes(source, offset, length);
    collectorTags.addTo(out, at);
    addProcess(at);
  }

  private void addNormalizedProcess(byte[] source, int offset, int length) {
    out.writeBytes(source, offset, length);
    addProcess(out.size() - length);
  }

  void addNormalizedSpan(
      byte[] source, int offset, int length, long startMicros, long durationMicros) {
    if (currentProcess < 0) {
      noProcess();
    }
    ensureTimes();
    times[size * 2] = startMicros;
    times[size * 2 + 1] = durationMicros;
    out.writeBytes(source, offset, length);
    addSpan(out.size() - length, length);
  }

  /**
   * Makes what stands from {@code at} on the current process: the last one again if it is the same.
   */
  private void addProcess(int at) {
    int length = out.size() - at;
    if (currentProcess >= 0) {
      int previous = processes[currentProcess * 2];
      int previousEnd = previous + processes[currentProcess * 2 + 1];
      if (Arrays.equals(out.array(), previous, previousEnd, out.array(), at, at + length)) {
        out.truncate(at);
        return;
      }
    }
    if (processes.length < (processCount + 1) * 2) {
      processes = Arrays.copyOf(processes, processes.length * 2);
    }
    processes[processCount * 2] = at;
    processes[processCount * 2 + 1] = length;
    currentProcess = processCount++;
  }

  private void addSpan(int offset, int length) {
    if (spans.length < (size + 1) * 3) {
      spans = Arrays.copyOf(spans, spans.length * 2);
    }
    spans[size * 3] = offset;
    spans[size * 3 + 1] = length;
    spans[size * 3 + 2] = currentProcess;
    size++;
  }

  private void ensureTimes() {
    if (times.length < (size + 1) * 2) {
      times = Arrays.copyOf(times, times.length * 2);
    }
  }

  private int startTag(byte[] key, int offset, int length) {
    assert part != Part.NONE : part;
    int tag = out.begin(tagsTag);
    if (length > 0) {
      text(0x0a, key, offset, length);
    }
    return tag;
  }

  private void ids(long traceIdHigh, long traceIdLow, long spanId) {
    out.writeByte(0x0a);
    out.writeByte(16);
    out.writeBigEndian(traceIdHigh);
    out.writeBigEndian(traceIdLow);
    out.writeByte(0x12);
    out.writeByte(8);
    out.writeBigEndian(spanId);
  }

  private void text(int tag, byte[] source, int offset, int length) {
    if (Utf8.isValid(source, offset, length)) {
      out.writeField(tag, source, offset, length);
    } else {
      int field = out.begin(tag);
      Utf8.writeRepaired(source, offset, length, out);
      out.end(field);
    }
  }
}
