package io.spoor.app.tracegen;

import io.spoor.app.tracegen.GeneratedSpan.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;

/** A {@code jaeger.Batch} in the binary protocol (contract: collector.md §6.2). */
final class ThriftEncoding implements Encoding {
  private static final TStruct STRUCT = new TStruct();

  @Override
  public byte[] encode(Batch batch) {
    try {
      TMemoryBuffer buffer = new TMemoryBuffer(batch.spans().size() * 700);
      TProtocol out = new TBinaryProtocol(buffer);
      field(out, TType.STRUCT, 1);
      string(out, 1, batch.service().name());
      tags(out, 2, batch.service().tags());
      out.writeFieldStop();
      field(out, TType.LIST, 2);
      out.writeListBegin(new TList(TType.STRUCT, batch.spans().size()));
      for (GeneratedSpan span : batch.spans()) {
        span(out, span);
      }
      out.writeFieldStop();
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException e) {
      throw new IllegalStateException("a buffer in memory failed", e);
    }
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
        i64(out, 1, event.atNanos() / 1000);
        List<Tag> fields = new ArrayList<>();
        fields.add(new Tag.Text("event", event.name()));
        fields.addAll(event.tags());
        tags(out, 2, fields);
        out.writeFieldStop();
      }
    }
    out.writeFieldStop();
  }

  private static void tags(TProtocol out, int id, List<Tag> tags) throws TException {
    field(out, TType.LIST, id);
    out.writeListBegin(new TList(TType.STRUCT, tags.size()));
    for (Tag tag : tags) {
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
      out.writeFieldStop();
    }
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
