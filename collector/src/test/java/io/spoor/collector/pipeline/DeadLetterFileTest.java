package io.spoor.collector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.collector.journal.Delivery;
import io.spoor.proto.model.ProcessTags;
import io.spoor.storage.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLetterFileTest {
  @TempDir Path directory;

  @Test
  void writesOneLineThatHoldsEverything() throws Exception {
    new DeadLetterFile(directory, 1 << 20).bury(delivery(7, "abc"), "no \"way\"\n");
    assertEquals(
        List.of(
            "{\"reason\":\"no \\\"way\\\"\\u000a\",\"sequence\":7,\"tenant\":\"t\","
                + "\"format\":\"JAEGER_PROTO\",\"transport\":\"grpc\",\"receivedAtMillis\":1000,"
                + "\"spans\":1,\"collectorTags\":{\"zone\":\"a\"},\"body\":\"YWJj\"}"),
        Files.readAllLines(directory.resolve(DeadLetterFile.FILE)));
  }

  @Test
  void keepsTheNewestWithinItsBound() throws Exception {
    DeadLetterFile file = new DeadLetterFile(directory, 10_000);
    for (int i = 0; i < 500; i++) {
      file.bury(delivery(i, "x".repeat(100)), "refused");
    }
    Path newer = directory.resolve(DeadLetterFile.FILE);
    Path older = directory.resolve(DeadLetterFile.OLDER);
    assertTrue(Files.size(newer) + Files.size(older) <= 10_000);
    assertTrue(Files.readString(newer).contains("\"sequence\":499,"));
    assertTrue(Files.readAllLines(older).size() > 10);
  }

  private static Delivery delivery(long sequence, String body) {
    return new Delivery(
        sequence, ProcessTags.of(Map.of("zone", "a")), LineCodec.received(new Tenant("t"), body));
  }
}
