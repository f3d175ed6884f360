package io.spoor.collector.tchannel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.uber.tchannel.api.SubChannel;
import com.uber.tchannel.api.TChannel;
import com.uber.tchannel.messages.ThriftRequest;
import com.uber.tchannel.messages.ThriftResponse;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Collector;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spoor.collector.journal.JournalFullException;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TChannel's own client for Java, with what Jaeger's generated classes write. */
class RealClientTest {
  // Its shutdown takes two seconds.
  private static TChannel channel;
  private static SubChannel collector;
  private RunningServer server;

  @BeforeAll
  static void startClient() throws Exception {
    channel =
        new TChannel.Builder("jaeger-agent")
            .setServerHost(InetAddress.getLoopbackAddress())
            .build();
    collector = channel.makeSubChannel("jaeger-collector");
  }

  @AfterAll
  static void stopClient() {
    channel.shutdown();
  }

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void submitsBatchesOfEverySize() throws Exception {
    TSerializer serializer = new TSerializer(new TBinaryProtocol.Factory());
    for (int spans : new int[] {1, 300, 3000}) {
      Batch batch = batch(spans);
      byte[] arguments = serializer.serialize(new Collector.submitBatches_args(List.of(batch)));
      byte[] result = call("Collector::submitBatches", arguments);
      Collector.submitBatches_result answer = new Collector.submitBatches_result();
      new TDeserializer(new TBinaryProtocol.Factory()).deserialize(answer, result);
      assertEquals(1, answer.getSuccess().size());
      assertTrue(answer.getSuccess().get(0).isOk());
      byte[] kept = server.journal.kept().get(server.journal.kept().size() - 1).body();
      assertArrayEquals(serializer.serialize(batch), kept);
    }
    // The longest needed many frames.
    assertTrue(server.journal.kept().get(2).body().length > 4 * FrameType.MAX_FRAME_BYTES);
    assertEquals(3301, server.journal.kept().stream().mapToInt(one -> one.spans()).sum());
  }

  @Test
  void hearsThatTheCollectorIsBusy() throws Exception {
    server.journal.behave(any -> Future.failedFuture(new JournalFullException("full")));
    byte[] arguments =
        new TSerializer(new TBinaryProtocol.Factory())
            .serialize(new Collector.submitBatches_args(List.of(batch(1))));
    ThriftResponse<?> response = send("Collector::submitBatches", arguments);
    try {
      assertTrue(response.isError());
      assertEquals("full", response.getError().getMessage());
    } finally {
      response.release();
    }
  }

  @Test
  void asksForAStrategy() throws Exception {
    byte[] result =
        call("SamplingManager::getSamplingStrategy", SamplingThrift.writeQuestion("svc"));
    assertEquals(RunningServer.await(server.sampling.of("svc")), SamplingThrift.readAnswer(result));
  }

  private byte[] call(String method, byte[] arguments) throws Exception {
    ThriftResponse<?> response = send(method, arguments);
    try {
      assertFalse(response.isError(), () -> response.getError().toString());
      return ByteBufUtil.getBytes(response.getArg3());
    } finally {
      response.release();
    }
  }

  private ThriftResponse<?> send(String method, byte[] arguments) throws Exception {
    ByteBuf body = Unpooled.wrappedBuffer(arguments);
    ThriftRequest<Object> request =
        new ThriftRequest.Builder<Object>("jaeger-collector", method)
            .setArg2(Unpooled.wrappedBuffer(new byte[2]))
            .setArg3(body)
            .setTimeout(10, TimeUnit.SECONDS)
            .setRetryLimit(0)
            .build();
    // It ends with the request's timeout at the latest: one of its own it does not take.
    return collector.send(request, InetAddress.getLoopbackAddress(), server.port).get();
  }

  private static Batch batch(int spans) {
    List<Span> list = new ArrayList<>();
    for (int i = 0; i < spans; i++) {
      Span span = new Span(i, 0, i + 1, 0, "operation", 1, 1_700_000_000_000_000L, 10);
      Tag tag = new Tag("key", TagType.STRING);
      tag.setVStr("a value of some length");
      span.setTags(List.of(tag, tag));
      list.add(span);
    }
    return new Batch(new Process("svc"), list);
  }
}
