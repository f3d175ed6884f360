package io.spoor.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.spoor.proto.model.TagReader;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import io.spoor.proto.wire.WireWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagTextTest {
  private static final byte[] KEY = "key".getBytes(UTF_8);

  @ParameterizedTest
  @CsvSource({
    "12.5, 12.5",
    "123456789.123456, 123456789.1",
    "1e21, 1e+21",
    "1e-7, 1e-07",
    "0, 0",
    "-0.0, -0",
    "3, 3",
    "100000000, 100000000",
    "9999999999, 9999999999",
    "10000000000, 1e+10",
    "12345678901, 1.23456789e+10",
    "99999999999.5, 1e+11",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "-0.00012345678912, -0.0001234567891",
    "0.1, 0.1",
    "0.3333333333333333, 0.3333333333",
    "-2.5e-300, -2.5e-300",
    "1.7976931348623157e308, 1.797693135e+308",
    "4.9e-324, 4.940656458e-324",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void writesFloatsWithTenDigitsAsGoDoes(double value, String text) {
    assertEquals(text, TagText.ofFloat64(value));
    assertEquals(text, textOf(builder -> builder.float64Tag(KEY, 0, 3, value)));
  }

  @ParameterizedTest
  @CsvSource({
    "0",
    "7",
    "-7",
    "10",
    "99",
    "100",
    "-1000",
    "9223372036854775807",
    "-9223372036854775808"
  })
  void writesIntegersInDecimal(long value) {
    assertEquals(Long.toString(value), textOf(builder -> builder.int64Tag(KEY, 0, 3, value)));
  }

  @Test
  void writesBooleansAsWords() {
    assertEquals("true", textOf(builder -> builder.boolTag(KEY, 0, 3, true)));
    assertEquals("false", textOf(builder -> builder.boolTag(KEY, 0, 3, false)));
  }

  @Test
  void writesBinaryAsLowerCaseHex() {
    byte[] value = {0, 15, -1, -86};
    assertEquals("000fffaa", textOf(builder -> builder.binaryTag(KEY, 0, 3, value, 0, 4)));
  }

  @Test
  void writesStringsAsTheyAre() {
    byte[] value = "Ünïcode".getBytes(UTF_8);
    assertEquals(
        "Ünïcode", textOf(builder -> builder.stringTag(KEY, 0, 3, value, 0, value.length)));
    assertEquals("", textOf(builder -> builder.stringTag(KEY, 0, 3, value, 0, 0)));
  }

  private static String textOf(Consumer<SpanBatchBuilder> tag) {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    builder.startSpan(0, 1, 2);
    tag.accept(builder);
    builder.endSpan();
    SpanBatch batch = builder.build();
    WireWriter out = new WireWriter(16);
    try {
      WireReader in = new WireReader(batch.array(), batch.spanOffset(0), batch.spanLength(0));
      while (in.hasNext()) {
        int field = in.readTag();
        if (field != 0x42) {
          in.skipValue(field);
          continue;
        }
        int length = in.readLength();
        TagReader reader = new TagReader().reset(batch.array(), in.position(), length);
        assertEquals(
            "key", new String(reader.array(), reader.keyOffset(), reader.keyLength(), UTF_8));
        TagText.append(reader, out);
        assertEquals(true, out.size() <= TagText.maxLength(reader));
        in.skip(length);
      }
    } catch (DecodeException e) {
      throw new AssertionError(e);
    }
    return new String(out.array(), 0, out.size(), UTF_8);
  }
}
