package io.spoor.collector.receiver;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.collector.journal.Delivery;
import io.spoor.collector.journal.MemoryJournal;
import io.spoor.net.Door;
import io.spoor.proto.Codecs;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.model.ProcessTags;
import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.model.SpanBatchBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.zip.GZIPOutputStream;

/** One receiver on a real port, before a journal in memory that tells what it was given. */
public final class ReceiverPort implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final MemoryJournal journal;
  private final Intake intake;
  private final int port = freePort();

  private ReceiverPort(long journalBytes) {
    journal = new MemoryJournal(journalBytes, ProcessTags.NONE, registry);
    intake = new Intake(journal, Codecs::of, ReceiverLimits.DEFAULTS, Clock.systemUTC());
  }

  /** Opens a receiver that is made of an intake and of where to listen. */
  public static ReceiverPort open(BiFunction<ReceiverPort, Door, ReceiverVerticle> receiver)
      throws Exception {
    return open(64 << 20, receiver);
  }

  public static ReceiverPort open(
      long journalBytes, BiFunction<ReceiverPort, Door, ReceiverVerticle> receiver)
      throws Exception {
    ReceiverPort door = new ReceiverPort(journalBytes);
    Door listen = Door.open(new HttpServerOptions().setHost("127.0.0.1").setPort(door.port));
    door.vertx
        .deployVerticle(receiver.apply(door, listen))
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return door;
  }

  public Intake intake() {
    return intake;
  }

  public ReceiverMetrics metrics(String receiver) {
    return new ReceiverMetrics(registry, receiver);
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url(path))).timeout(PATIENCE);
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Requests that ended so. */
  public double requests(String outcome) {
    return registry.get("spoor.receiver.requests").tag("outcome", outcome).counter().count();
  }

  /** The records that are waiting. */
  public List<Delivery> deliveries() throws InterruptedException {
    List<Delivery> deliveries = new ArrayList<>();
    for (Optional<Delivery> next = journal.take(Duration.ZERO);
        next.isPresent();
        next = journal.take(Duration.ZERO)) {
      deliveries.add(next.get());
      journal.release(next.get());
    }
    return deliveries;
  }

  /** The spans of the records that are waiting, each with its process. */
  public List<Span> spans() throws Exception {
    List<Span> spans = new ArrayList<>();
    for (Delivery delivery : deliveries()) {
      byte[] body = delivery.received().body();
      SpanBatchBuilder builder = new SpanBatchBuilder();
      Codecs.of(delivery.received().format()).decodeChecked(body, 0, body.length, builder);
      SpanBatch batch = builder.build();
      for (int i = 0; i < batch.size(); i++) {
        spans.add(span(batch, i));
      }
    }
    return spans;
  }

  private static Span span(SpanBatch batch, int index) throws IOException {
    byte[] bytes = batch.array();
    int process = batch.process(index);
    ByteBuffer spanBytes = ByteBuffer.wrap(bytes, batch.spanOffset(index), batch.spanLength(index));
    ByteBuffer processBytes =
        ByteBuffer.wrap(bytes, batch.processOffset(process), batch.processLength(process));
    return Span.parseFrom(spanBytes).toBuilder()
        .setProcess(Process.parseFrom(processBytes))
        .build();
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    journal.close();
  }
}
