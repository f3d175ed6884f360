package io.spoor.proto.thrift;

import static io.spoor.proto.thrift.ThriftFields.*;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Log;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.SpanRef;
import io.spoor.proto.jaeger.v2.SpanRefType;
import io.spoor.proto.model.SpanBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes spans as {@code jaeger.Batch} structs, for collectors that take nothing newer. Times lose
 * what is below a microsecond, and warnings have no place. Reading them back gives the same spans
 * otherwise. An old way out, so it goes through the generated classes.
 */
public final class BatchEncoder {
  private BatchEncoder() {}

  /**
   * The arguments of one {@code submitBatches(1: list<Batch> batches)} for each process that has
   * spans, in the binary protocol: collectors of all ages get lists of one batch from their agents.
   */
  public static List<byte[]> submitArguments(SpanBatch batch) {
    List<List<Span>> spans = new ArrayList<>();
    for (int i = 0; i < batch.processCount(); i++) {
      spans.add(new ArrayList<>());
    }
    List<byte[]> calls = new ArrayList<>();
    try {
      for (int i = 0; i < batch.size(); i++) {
        spans.get(batch.process(i)).add(span(batch, i));
      }
      for (int i = 0; i < batch.processCount(); i++) {
        if (!spans.get(i).isEmpty()) {
          calls.add(call(process(batch, i), spans.get(i), batch.processLength(i)));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a batch that is not normalized", e);
    }
    return calls;
  }

  private static Span span(SpanBatch batch, int i) throws InvalidProtocolBufferException {
    return Span.parseFrom(
        ByteString.copyFrom(batch.array(), batch.spanOffset(i), batch.spanLength(i)));
  }

  private static Process process(SpanBatch batch, int i) throws InvalidProtocolBufferException {
    return Process.parseFrom(
        ByteString.copyFrom(batch.array(), batch.processOffset(i), batch.processLength(i)));
  }

  private static byte[] call(Process process, List<Span> spans, int processBytes) {
    int bytes = spans.stream().mapToInt(Span::getSerializedSize).sum() + processBytes;
    ThriftWriter out = new ThriftWriter(bytes * 2 + 128);
    out.structs(1, 1);
    out.struct(BATCH_PROCESS >> 4);
    out.bytes(PROCESS_SERVICE_NAME >> 4, process.getServiceNameBytes().toByteArray());
    tags(out, PROCESS_TAGS >> 4, process.getTagsList());
    out.stop();
    out.structs(BATCH_SPANS >> 4, spans.size());
    for (Span span : spans) {
      span(out, span);
    }
    out.stop();
    out.stop();
    return out.toByteArray();
  }

  private static void span(ThriftWriter out, Span span) {
    out.i64(SPAN_TRACE_ID_LOW >> 4, id(span.getTraceId(), 8));
    out.i64(SPAN_TRACE_ID_HIGH >> 4, id(span.getTraceId(), 0));
    out.i64(SPAN_SPAN_ID >> 4, id(span.getSpanId(), 0));
    out.i64(SPAN_PARENT_SPAN_ID >> 4, parentId(span));
    out.bytes(SPAN_OPERATION_NAME >> 4, span.getOperationNameBytes().toByteArray());
    if (span.getReferencesCount() > 0) {
      out.structs(SPAN_REFERENCES >> 4, span.getReferencesCount());
      for (SpanRef reference : span.getReferencesList()) {
        out.i32(REF_TYPE >> 4, reference.getRefType().getNumber());
        out.i64(REF_TRACE_ID_LOW >> 4, id(reference.getTraceId(), 8));
        out.i64(REF_TRACE_ID_HIGH >> 4, id(reference.getTraceId(), 0));
        out.i64(REF_SPAN_ID >> 4, id(reference.getSpanId(), 0));
        out.stop();
      }
    }
    out.i32(SPAN_FLAGS >> 4, span.getFlags());
    out.i64(
        SPAN_START_TIME >> 4,
        micros(span.getStartTime().getSeconds(), span.getStartTime().getNanos()));
    out.i64(
        SPAN_DURATION >> 4, micros(span.getDuration().getSeconds(), span.getDuration().getNanos()));
    tags(out, SPAN_TAGS >> 4, span.getTagsList());
    if (span.getLogsCount() > 0) {
      out.structs(SPAN_LOGS >> 4, span.getLogsCount());
      for (Log log : span.getLogsList()) {
        out.i64(
            LOG_TIMESTAMP >> 4,
            micros(log.getTimestamp().getSeconds(), log.getTimestamp().getNanos()));
        // Required, so it is there even when it is empty.
        out.structs(LOG_FIELDS >> 4, log.getFieldsCount());
        log.getFieldsList().forEach(tag -> tag(out, tag));
        out.stop();
      }
    }
    out.stop();
  }

  /** References stay complete; this one is named besides, for those who look here alone. */
  private static long parentId(Span span) {
    for (SpanRef reference : span.getReferencesList()) {
      if (reference.getRefType() == SpanRefType.CHILD_OF
          && reference.getTraceId().equals(span.getTraceId())) {
        return id(reference.getSpanId(), 0);
      }
    }
    return 0;
  }

  private static void tags(ThriftWriter out, int id, List<KeyValue> tags) {
    if (!tags.isEmpty()) {
      out.structs(id, tags.size());
      tags.forEach(tag -> tag(out, tag));
    }
  }

  private static void tag(ThriftWriter out, KeyValue tag) {
    out.bytes(TAG_KEY >> 4, tag.getKeyBytes().toByteArray());
    switch (tag.getVType()) {
      case STRING -> {
        out.i32(TAG_TYPE >> 4, STRING_TYPE);
        out.bytes(TAG_STRING >> 4, tag.getVStrBytes().toByteArray());
      }
      case BOOL -> {
        out.i32(TAG_TYPE >> 4, BOOL_TYPE);
        out.bool(TAG_BOOL >> 4, tag.getVBool());
      }
      case INT64 -> {
        out.i32(TAG_TYPE >> 4, LONG_TYPE);
        out.i64(TAG_LONG >> 4, tag.getVInt64());
      }
      case FLOAT64 -> {
        out.i32(TAG_TYPE >> 4, DOUBLE_TYPE);
        out.float64(TAG_DOUBLE >> 4, tag.getVFloat64());
      }
      case BINARY -> {
        out.i32(TAG_TYPE >> 4, BINARY_TYPE);
        out.bytes(TAG_BINARY >> 4, tag.getVBinary().toByteArray());
      }
    }
    out.stop();
  }

  private static long micros(long seconds, int nanos) {
    return seconds * 1_000_000 + nanos / 1000;
  }

  /** Eight bytes of an id; what a normalized span leaves out is zero. */
  private static long id(ByteString bytes, int from) {
    return bytes.size() < from + 8
        ? 0
        : bytes.substring(from, from + 8).asReadOnlyByteBuffer().getLong();
  }
}
