package io.spoor.proto.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.proto.Decoded;
import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Process;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessTagsTest {
  private static final byte[] SERVICE = "svc".getBytes(UTF_8);

  @Test
  void addsTagsAndSortsAllByKey() {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("m", "collector");
    tags.put("a", "collector");
    assertEquals(
        List.of("a=collector", "b=own", "m=own", "m=collector", "z=own"),
        process(tags, Map.of("b", "own", "m", "own", "z", "own")));
  }

  @Test
  void leavesOutTagThatIsThereWithTheSameValue() {
    assertEquals(List.of("k=v"), process(Map.of("k", "v"), Map.of("k", "v")));
  }

  @Test
  void sortsKeysOfMoreThan127Bytes() {
    String x = "x".repeat(130);
    assertEquals(
        List.of("=own", x + "a=own", x + "b=collector", x + "c=own", "y=own"),
        process(
            Map.of(x + "b", "collector"),
            Map.of(x + "c", "own", "y", "own", x + "a", "own", "", "own")));
  }

  @Test
  void spanWhoseTimesNobodyToldStartsAtTheEpoch() {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    builder.startSpan(1, 2, 3);
    builder.times(5, 0, 7_000);
    builder.endSpan();
    builder.build();
    builder.startSpan(1, 2, 3);
    builder.endSpan();
    SpanBatch batch = builder.build();
    assertEquals(0, batch.startMicros(0));
    assertEquals(0, batch.durationMicros(0));
  }

  @Test
  void builderAssertsItsOrder() {
    SpanBatchBuilder builder = new SpanBatchBuilder();
    assertThrows(AssertionError.class, builder::endSpan);
    builder.startSpan(1, 2, 3);
    assertThrows(AssertionError.class, builder::startProcess);
    builder.startLog(0, 0);
    assertThrows(AssertionError.class, builder::endSpan);
    builder.clear();
    builder.startProcess();
  }

  /** Key=value of a process with its own tags, once the collector has added its. */
  private static List<String> process(Map<String, String> collector, Map<String, String> own) {
    SpanBatchBuilder builder = new SpanBatchBuilder(ProcessTags.of(collector), 64);
    builder.startProcess();
    builder.serviceName(SERVICE, 0, SERVICE.length);
    own.forEach(
        (key, value) -> {
          byte[] k = key.getBytes(UTF_8);
          byte[] v = value.getBytes(UTF_8);
          builder.stringTag(k, 0, k.length, v, 0, v.length);
        });
    builder.endProcess();
    builder.startSpan(0, 1, 2);
    builder.endSpan();
    Process process = Decoded.spans(builder.build()).get(0).getProcess();
    assertEquals("svc", process.getServiceName());
    return process.getTagsList().stream().map(ProcessTagsTest::text).toList();
  }

  private static String text(KeyValue tag) {
    return tag.getKey() + "=" + tag.getVStr();
  }
}
