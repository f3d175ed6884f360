package io.spoor.app.traffic;

import io.spoor.app.traffic.GeneratedSpan.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;

/** A {@code jaeger.Batch}, bare or as the argument of a call (contract: collector.md §6). */
final class ThriftEncoding implements Encoding {
  private static final TStruct STRUCT = new TStruct();

  private final TProtocolFactory protocol;
  private final Form form;

  private ThriftEncoding(TProtocolFactory protocol, Form form) {
    this.protocol = protocol;
    this.form = form;
  }

  /** What stands around the batch. */
  private enum Form {
    BATCH,
    MESSAGE,
    ARGUMENTS
  }

  /** The batch alone, in the binary protocol. */
  static ThriftEncoding batch() {
    return new ThriftEncoding(new TBinaryProtocol.Factory(), Form.BATCH);
  }

  /** The arguments of {@code submitBatches}: a list of one batch, in the binary protocol. */
  static ThriftEncoding submitBatches() {
    return new ThriftEncoding(new TBinaryProtocol.Factory(), Form.ARGUMENTS);
  }

  /** A message that calls {@code emitBatch}, in the binary protocol. */
  static ThriftEncoding binaryMessage() {
    return new ThriftEncoding(new TBinaryProtocol.Factory(), Form.MESSAGE);
  }

  /** A message that calls {@code emitBatch}, in the compact protocol. */
  static ThriftEncoding compactMessage() {
    return new ThriftEncoding(new TCompactProtocol.Factory(), Form.MESSAGE);
  }

  @Override
  public byte[] encode(Batch batch) {
    try {
      TMemoryBuffer buffer = new TMemoryBuffer(batch.spans().size() * 700);
      TProtocol out = protocol.getProtocol(buffer);
      switch (form) {
        case BATCH -> batch(out, batch);
        case MESSAGE -> message(out, batch);
        case ARGUMENTS -> arguments(out, batch);
      }
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException e) {
      throw new IllegalStateException("a buffer in memory failed", e);
    }
  }

  private static void message(TProtocol out, Batch batch) throws TException {
    out.writeMessageBegin(new TMessage("emitBatch", TMessageType.ONEWAY, 0));
    out.writeStructBegin(STRUCT);
    field(out, TType.STRUCT, 1);
    batch(out, batch);
    endStruct(out);
    out.writeMessageEnd();
  }

  private static void arguments(TProtocol out, Batch batch) throws TException {
    out.writeStructBegin(STRUCT);
    field(out, TType.LIST, 1);
    out.writeListBegin(new TList(TType.STRUCT, 1));
    batch(out, batch);
    endStruct(out);
  }

  private static void batch(TProtocol out, Batch batch) throws TException {
    out.writeStructBegin(STRUCT);
    field(out, TType.STRUCT, 1);
    out.writeStructBegin(STRUCT);
    string(out, 1, batch.service().name());
    tags(out, 2, batch.service().tags());
    endStruct(out);
    field(out, TType.LIST, 2);
    out.writeListBegin(new TList(TType.STRUCT, batch.spans().size()));
    for (GeneratedSpan span : batch.spans()) {
      span(out, span);
    }
    endStruct(out);
  }

  private static void span(TProtocol out, GeneratedSpan span) throws TException {
    out.writeStructBegin(STRUCT);
    i64(out, 1, span.trace().idLow());
    i64(out, 2, span.trace().idHigh());
    i64(out, 3, span.spanId());
    i64(out, 4, span.parentId());
    string(out, 5, span.operation());
    i32(out, 7, 1);
    i64(out, 8, span.startNanos() / 1000);
    i64(out, 9, span.durationNanos() / 1000);
    List<Tag> tags = new ArrayList<>(span.tags());
    tags.add(new Tag.Text("span.kind", span.kind()));
    if (span.isError()) {
      tags.add(new Tag.Flag("error", true));
    }
    tags(out, 10, tags);
    if (!span.events().isEmpty()) {
      field(out, TType.LIST, 11);
      out.writeListBegin(new TList(TType.STRUCT, span.events().size()));
      for (Event event : span.events()) {
        out.writeStructBegin(STRUCT);
        i64(out, 1, event.atNanos() / 1000);
        List<Tag> fields = new ArrayList<>();
        fields.add(new Tag.Text("event", event.name()));
        fields.addAll(event.tags());
        tags(out, 2, fields);
        endStruct(out);
      }
    }
    endStruct(out);
  }

  private static void tags(TProtocol out, int id, List<Tag> tags) throws TException {
    field(out, TType.LIST, id);
    out.writeListBegin(new TList(TType.STRUCT, tags.size()));
    for (Tag tag : tags) {
      out.writeStructBegin(STRUCT);
      string(out, 1, tag.key());
      if (tag instanceof Tag.Text text) {
        i32(out, 2, 0);
        string(out, 3, text.value());
      } else if (tag instanceof Tag.Decimal decimal) {
        i32(out, 2, 1);
        field(out, TType.DOUBLE, 4);
        out.writeDouble(decimal.value());
      } else if (tag instanceof Tag.Flag flag) {
        i32(out, 2, 2);
        field(out, TType.BOOL, 5);
        out.writeBool(flag.value());
      } else if (tag instanceof Tag.Whole whole) {
        i32(out, 2, 3);
        i64(out, 6, whole.value());
      }
      endStruct(out);
    }
  }

  private static void endStruct(TProtocol out) throws TException {
    out.writeFieldStop();
    out.writeStructEnd();
  }

  private static void field(TProtocol out, byte type, int id) throws TException {
    out.writeFieldBegin(new TField("", type, (short) id));
  }

  private static void string(TProtocol out, int id, String value) throws TException {
    field(out, TType.STRING, id);
    out.writeString(value);
  }

  private static void i32(TProtocol out, int id, int value) throws TException {
    field(out, TType.I32, id);
    out.writeI32(value);
  }

  private static void i64(TProtocol out, int id, long value) throws TException {
    field(out, TType.I64, id);
    out.writeI64(value);
  }
}
