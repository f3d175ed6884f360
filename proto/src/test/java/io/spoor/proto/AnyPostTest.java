package io.spoor.proto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twitter.zipkin.thriftjava.Span;
import io.spoor.proto.otlp.OtlpAsJson;
import io.spoor.proto.otlp.RandomOtlp;
import io.spoor.proto.zipkin.RandomZipkin;
import io.spoor.proto.zipkin.RandomZipkin2;
import io.spoor.proto.zipkin.ZipkinEncoding;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zipkin2.codec.SpanBytesEncoder;

/** What is decoded at the door: any bytes at all give spans or an error fit for the sender. */
class AnyPostTest {

  /** A decoder, and who writes valid bodies for it. */
  enum Target {
    JSON_V1 {
      @Override
      byte[] valid(Random random) {
        return random.nextInt(4) == 0
            ? TYPED_V1
            : SpanBytesEncoder.JSON_V1.encodeList(new RandomZipkin2(random).spans());
      }

      @Override
      void run(byte[] body) {
        Fuzzers.ZipkinJsonV1.fuzzerTestOneInput(body);
      }
    },
    JSON_V2 {
      @Override
      byte[] valid(Random random) {
        return SpanBytesEncoder.JSON_V2.encodeList(new RandomZipkin2(random).spans());
      }

      @Override
      void run(byte[] body) {
        Fuzzers.ZipkinJsonV2.fuzzerTestOneInput(body);
      }
    },
    THRIFT {
      @Override
      byte[] valid(Random random) throws Exception {
        if (random.nextBoolean()) {
          return SpanBytesEncoder.THRIFT.encodeList(new RandomZipkin2(random).spans());
        }
        // The list alone, of spans that Zipkin's model could not hold.
        List<Span> spans = new RandomZipkin(random).arguments().getSpans();
        byte[] arguments = RandomZipkin.binary(new RandomZipkin(random).arguments());
        return spans.isEmpty() || arguments.length < 4
            ? new byte[] {12, 0, 0, 0, 0}
            : Arrays.copyOfRange(arguments, 3, arguments.length - 1);
      }

      @Override
      void run(byte[] body) {
        Fuzzers.ZipkinThrift.fuzzerTestOneInput(body);
      }
    },
    PROTO3 {
      @Override
      byte[] valid(Random random) {
        return SpanBytesEncoder.PROTO3.encodeList(new RandomZipkin2(random).spans());
      }

      @Override
      void run(byte[] body) {
        Fuzzers.ZipkinProto3.fuzzerTestOneInput(body);
      }
    },
    OTLP_JSON {
      @Override
      byte[] valid(Random random) {
        return new OtlpAsJson(random).print(new RandomOtlp(random).request()).getBytes(UTF_8);
      }

      @Override
      void run(byte[] body) {
        Fuzzers.OtlpInJson.fuzzerTestOneInput(body);
      }
    };

    /** Bodies of OTLP are larger by far. */
    int cases(int usual) {
      return Seeded.cases(this == OTLP_JSON ? usual / 5 : usual);
    }

    abstract byte[] valid(Random random) throws Exception;

    abstract void run(byte[] body);
  }

  private static final byte[] TYPED_V1 =
      ("[{\"traceId\":\"1\",\"id\":\"2\",\"name\":\"\",\"annotations\":[{\"timestamp\":1.7e15,"
              + "\"value\":\"ev|{\\\"a\\\":1,\\\"b\\\":-2.5e3}|0\",\"endpoint\":null},null],"
              + "\"binaryAnnotations\":[{\"key\":\"a\",\"value\":-5,\"type\":\"I64\"},"
              + "{\"type\":\"BYTES\",\"value\":\"3q0=\",\"key\":\"b\"},{\"key\":\"c\",\"value\":1.5,"
              + "\"type\":\"DOUBLE\"},{\"key\":\"d\",\"value\":true,\"type\":\"BOOL\"},"
              + "{\"key\":\"sa\",\"value\":{},\"endpoint\":{\"ipv6\":\"::ffff:1.2.3.4\"}}]}]")
          .getBytes(UTF_8);

  @ParameterizedTest
  @EnumSource
  void mutatedBodies(Target target) throws Exception {
    Seeded seeded = Seeded.named("AnyPostTest, mutated " + target);
    byte[] message = {};
    byte[] other = {};
    for (int i = 0; i < target.cases(10_000); i++) {
      if (i % 8 == 0) {
        Random random = seeded.random(i / 8);
        message = target.valid(random);
        other = target.valid(random);
        take(target::run, message, seeded.describe(i) + ", not mutated");
      }
      byte[] mutated = Mutations.mutate(message, other, seeded.random(i));
      take(target::run, mutated, seeded.describe(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void truncatedBodies(Target target) throws Exception {
    Seeded seeded = Seeded.named("AnyPostTest, truncated " + target);
    for (int i = 0; i < target.cases(5); i++) {
      byte[] message = target.valid(seeded.random(i));
      for (int length = 0; length < message.length; length++) {
        take(target::run, Arrays.copyOf(message, length), seeded.describe(i) + " to " + length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomBodies(Target target) {
    Seeded seeded = Seeded.named("AnyPostTest, random " + target);
    byte[] alphabet = "[]{},:\"\\ue+-.0123456789truefalsn null".getBytes(UTF_8);
    for (int i = 0; i < Seeded.cases(10_000); i++) {
      Random random = seeded.random(i);
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        for (int at = 0; at < bytes.length; at++) {
          bytes[at] = alphabet[(bytes[at] & 0xff) % alphabet.length];
        }
      }
      take(target::run, bytes, seeded.describe(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void validBodiesPass(Target target) throws Exception {
    Seeded seeded = Seeded.named("AnyPostTest, valid " + target);
    for (int i = 0; i < target.cases(500); i++) {
      byte[] body = target.valid(seeded.random(i));
      boolean passed =
          switch (target) {
            case JSON_V1 -> Fuzzers.zipkin(ZipkinEncoding.JSON_V1, body);
            case JSON_V2 -> Fuzzers.zipkin(ZipkinEncoding.JSON_V2, body);
            case PROTO3 -> Fuzzers.zipkin(ZipkinEncoding.PROTO3, body);
            case OTLP_JSON -> Fuzzers.otlpJson(body);
            // Half of them have ids of 0.
            case THRIFT -> true;
          };
      assertTrue(passed, seeded.describe(i));
    }
  }

  @Test
  void manyEmptyPartsOfASpanAreRefusedBeforeTheyTakeMemory() {
    ByteBuffer thrift = ByteBuffer.allocate(5 + 8 + 4_000_000);
    thrift.put((byte) 12).putInt(1).put((byte) 15).putShort((short) 6);
    thrift.put((byte) 12).putInt(4_000_000);
    assertTrue(!Fuzzers.zipkin(ZipkinEncoding.THRIFT, thrift.array()));
    String json = "[{\"annotations\":[" + "{},".repeat(1_000_000) + "{}]}]";
    assertTrue(!Fuzzers.zipkin(ZipkinEncoding.JSON_V2, json.getBytes(UTF_8)));
  }

  @Test
  void deepJsonIsRefused() {
    byte[] deep = "[{\"x\":".repeat(100_000).getBytes(UTF_8);
    assertTrue(!Fuzzers.zipkin(ZipkinEncoding.JSON_V2, deep));
    assertTrue(!Fuzzers.otlpJson("{\"x\":[".repeat(100_000).getBytes(UTF_8)));
  }

  private static void take(Consumer<byte[]> target, byte[] body, String what) {
    try {
      target.accept(body);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + ": " + new String(body, UTF_8), e);
    }
  }
}
