package io.spoor.collector.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.collector.Received;
import io.spoor.collector.journal.Delivery;
import io.spoor.proto.model.ProcessTags;
import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLetterTest {
  @TempDir Path directory;

  @Test
  void readsWhatTheFileHolds() throws Exception {
    Received buried = LineCodec.received(new Tenant("t"), "a \"body\"\n");
    DeadLetter read = DeadLetter.parse(line(buried, "no \"way\"\n"));
    assertEquals("no \"way\"\n", read.reason());
    assertEquals(buried.tenant(), read.received().tenant());
    assertEquals(buried.format(), read.received().format());
    assertEquals(buried.transport(), read.received().transport());
    assertEquals(buried.receivedAtMillis(), read.received().receivedAtMillis());
    assertEquals(buried.spans(), read.received().spans());
    assertArrayEquals(buried.body(), read.received().body());
  }

  @Test
  void refusesWhateverElseStandsInTheFile() throws Exception {
    String line = line(LineCodec.received(new Tenant("t"), "body"), "reason");
    for (int length = 0; length < line.length(); length++) {
      String torn = line.substring(0, length);
      assertThrows(DecodeException.class, () -> DeadLetter.parse(torn), torn);
    }
    long seed = Long.getLong("spoor.test.seed", System.nanoTime());
    System.out.println("DeadLetterTest: -Dspoor.test.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      StringBuilder changed = new StringBuilder(line);
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        changed.setCharAt(
            random.nextInt(changed.length()), "\"{}[]:,0x\\n".charAt(random.nextInt(11)));
      }
      try {
        DeadLetter.parse(changed.toString());
      } catch (DecodeException e) {
        // As it should be; any other exception fails the test.
        assertEquals(0, e.getStackTrace().length);
      }
    }
  }

  private String line(Received received, String reason) throws Exception {
    new DeadLetterFile(directory, 1 << 20)
        .bury(new Delivery(1, ProcessTags.of(Map.of("zone", "a")), received), reason);
    Path file = directory.resolve(DeadLetterFile.FILE);
    String line = new String(Files.readAllBytes(file), UTF_8).strip();
    Files.delete(file);
    return line;
  }
}
