package io.spoor.proto.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.spoor.proto.Seeded;
import io.spoor.proto.Texts;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void agreesWithTheStrictDecoderOnAnyBytes() {
    Seeded seeded = Seeded.named("Utf8Test");
    for (int i = 0; i < Seeded.cases(20_000); i++) {
      Random random = seeded.random(i);
      byte[] bytes = new byte[random.nextInt(40)];
      for (int at = 0; at < bytes.length; at++) {
        // Mostly ASCII, so that other bytes stand at every offset from its end.
        boolean other = random.nextInt(12) == 0;
        bytes[at] = (byte) (other ? 0x80 | random.nextInt(128) : random.nextInt(128));
      }
      ByteString text = ByteString.copyFrom(bytes);
      assertEquals(text.isValidUtf8(), Utf8.isValid(bytes, 0, bytes.length), seeded.describe(i));
      WireWriter out = new WireWriter(64);
      Utf8.writeRepaired(bytes, 0, bytes.length, out);
      assertEquals(
          Texts.repaired(text), ByteString.copyFrom(out.toByteArray()), seeded.describe(i));
    }
  }
}
