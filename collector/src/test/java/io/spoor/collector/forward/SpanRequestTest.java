package io.spoor.collector.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.proto.jaeger.v2.PostSpansRequest;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SpanRequestTest {

  @Test
  void putsEqualProcessesTogetherWhereverTheirSpansStand() throws Exception {
    List<PostSpansRequest> requests = requests(TestBatches.of("a:1", "b:2", "a:3", "b:4"), 1000);
    assertEquals(2, requests.size());
    assertEquals(List.of("1", "3"), operations(requests.get(0)));
    assertEquals("a", requests.get(0).getBatch().getProcess().getServiceName());
    assertEquals(List.of("2", "4"), operations(requests.get(1)));
    assertEquals("b", requests.get(1).getBatch().getProcess().getServiceName());
    assertTrue(!requests.get(0).getBatch().getSpans(0).hasProcess());
  }

  @Test
  void keepsRequestsWithinTheirBound() throws Exception {
    List<PostSpansRequest> requests =
        requests(TestBatches.of("a:1", "a:2", "a:3", "a:" + "x".repeat(200), "a:5"), 100);
    assertEquals(3, requests.size());
    assertEquals(List.of("1", "2", "3"), operations(requests.get(0)));
    assertEquals(1, requests.get(1).getBatch().getSpansCount());
    assertEquals(List.of("5"), operations(requests.get(2)));
  }

  @Test
  void sendsEverySpanOnceWhateverTheBatch() throws Exception {
    long seed = Long.getLong("spoor.test.seed", System.nanoTime());
    System.out.println("SpanRequestTest: -Dspoor.test.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      SpanBatchBuilder builder = new SpanBatchBuilder();
      int spans = random.nextInt(60);
      for (int span = 0; span < spans; span++) {
        TestBatches.add(builder, "s" + random.nextInt(4), "o".repeat(random.nextInt(300)), span);
      }
      int[] seen = new int[spans];
      for (PostSpansRequest request : requests(builder.build(), 1 + random.nextInt(2000))) {
        for (Span span : request.getBatch().getSpansList()) {
          seen[id(span)]++;
        }
      }
      for (int span = 0; span < spans; span++) {
        assertEquals(1, seen[span]);
      }
    }
  }

  private static int id(Span span) {
    return (int) span.getSpanId().asReadOnlyByteBuffer().getLong();
  }

  private static List<PostSpansRequest> requests(SpanBatch batch, int maxBytes) throws Exception {
    List<PostSpansRequest> parsed = new ArrayList<>();
    for (SpanRequest request : SpanRequest.of(batch, maxBytes)) {
      Buffer framed = request.encode();
      assertEquals(0, framed.getByte(0));
      assertEquals(framed.length() - 5, framed.getInt(1));
      parsed.add(PostSpansRequest.parseFrom(framed.getBytes(5, framed.length())));
    }
    return parsed;
  }

  private static List<String> operations(PostSpansRequest request) {
    return request.getBatch().getSpansList().stream().map(Span::getOperationName).toList();
  }
}
