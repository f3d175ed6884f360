package io.spoor.proto.thrift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.proto.Codecs;
import io.spoor.proto.Decoded;
import io.spoor.proto.Seeded;
import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.wire.DecodeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thrift lets the fields of a struct come in any order; what is decoded is the same. */
final class FieldOrderTest {

  @ParameterizedTest
  @EnumSource(names = {"JAEGER_THRIFT_BINARY", "JAEGER_THRIFT_COMPACT"})
  void fieldsMayComeInAnyOrder(SpanFormat format) throws Exception {
    Seeded seeded = Seeded.named("FieldOrderTest " + format);
    for (int i = 0; i < Seeded.cases(2_000); i++) {
      Random random = seeded.random(i);
      byte[] binary = RandomThrift.binary(new RandomThrift(random).batch());
      byte[] shuffled = shuffled(binary, protocol(format), random);
      String what = seeded.describe(i);
      assertEquals(
          Decoded.spans(SpanFormat.JAEGER_THRIFT_BINARY, binary),
          Decoded.spans(format, shuffled),
          what);
      SpanBatchBuilder checked = new SpanBatchBuilder();
      Codecs.of(format).decodeChecked(shuffled, 0, shuffled.length, checked);
      assertEquals(
          Decoded.spans(SpanFormat.JAEGER_THRIFT_BINARY, binary),
          Decoded.spans(checked.build()),
          what);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JAEGER_THRIFT_BINARY", "JAEGER_THRIFT_COMPACT"})
  void batchWithTwoListsOfSpansIsRefused(SpanFormat format) throws Exception {
    TMemoryBuffer buffer = new TMemoryBuffer(64);
    TProtocol out = protocol(format).getProtocol(buffer);
    out.writeStructBegin(new TStruct());
    out.writeFieldBegin(new TField("", TType.STRUCT, (short) 1));
    out.writeStructBegin(new TStruct());
    out.writeFieldBegin(new TField("", TType.STRING, (short) 1));
    out.writeString("svc");
    out.writeFieldStop();
    out.writeStructEnd();
    for (int times = 0; times < 2; times++) {
      out.writeFieldBegin(new TField("", TType.LIST, (short) 2));
      out.writeListBegin(new TList(TType.STRUCT, 0));
    }
    out.writeFieldStop();
    byte[] message = Arrays.copyOf(buffer.getArray(), buffer.length());
    DecodeException refused =
        assertThrows(
            DecodeException.class,
            () -> Codecs.of(format).check(message, 0, message.length, DecodeLimits.DEFAULTS));
    assertEquals("*jaeger.Batch field 2 comes twice", refused.getMessage());
  }

  private static TProtocolFactory protocol(SpanFormat format) {
    return format == SpanFormat.JAEGER_THRIFT_BINARY
        ? new TBinaryProtocol.Factory()
        : new TCompactProtocol.Factory();
  }

  private static byte[] shuffled(byte[] binary, TProtocolFactory to, Random random)
      throws TException {
    TMemoryBuffer buffer = new TMemoryBuffer(binary.length);
    write(
        read(new TBinaryProtocol(new TMemoryInputTransport(binary)), TType.STRUCT),
        to.getProtocol(buffer),
        random);
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }

  private record Field(short id, byte type, Object value) {}

  private record Elements(byte type, List<Object> values) {}

  private record Struct(List<Field> fields) {}

  private static Object read(TProtocol in, byte type) throws TException {
    return switch (type) {
      case TType.BOOL -> in.readBool();
      case TType.DOUBLE -> in.readDouble();
      case TType.I32 -> in.readI32();
      case TType.I64 -> in.readI64();
      case TType.STRING -> in.readBinary();
      case TType.LIST -> {
        TList list = in.readListBegin();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < list.size; i++) {
          values.add(read(in, list.elemType));
        }
        yield new Elements(list.elemType, values);
      }
      case TType.STRUCT -> {
        List<Field> fields = new ArrayList<>();
        in.readStructBegin();
        for (TField field = in.readFieldBegin();
            field.type != TType.STOP;
            field = in.readFieldBegin()) {
          fields.add(new Field(field.id, field.type, read(in, field.type)));
        }
        in.readStructEnd();
        yield new Struct(fields);
      }
      default -> throw new AssertionError("type " + type);
    };
  }

  private static void write(Object value, TProtocol out, Random random) throws TException {
    if (value instanceof Struct struct) {
      List<Field> fields = new ArrayList<>(struct.fields());
      Collections.shuffle(fields, random);
      out.writeStructBegin(new TStruct());
      for (Field field : fields) {
        out.writeFieldBegin(new TField("", field.type(), field.id()));
        write(field.value(), out, random);
        out.writeFieldEnd();
      }
      out.writeFieldStop();
      out.writeStructEnd();
    } else if (value instanceof Elements list) {
      out.writeListBegin(new TList(list.type(), list.values().size()));
      for (Object element : list.values()) {
        write(element, out, random);
      }
    } else if (value instanceof Boolean bool) {
      out.writeBool(bool);
    } else if (value instanceof Double number) {
      out.writeDouble(number);
    } else if (value instanceof Integer number) {
      out.writeI32(number);
    } else if (value instanceof Long number) {
      out.writeI64(number);
    } else {
      out.writeBinary((java.nio.ByteBuffer) value);
    }
  }
}
