package io.spoor.proto.zipkin;

import io.spoor.proto.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import zipkin2.Endpoint;
import zipkin2.Span;

/** Spans of every shape as Zipkin's own model can hold them: names in lower case, for one. */
public final class RandomZipkin2 {
  private static final List<Span.Kind> KINDS = List.of(Span.Kind.values());
  private static final String[] KEYS = {
    "http.path",
    "error",
    "span.kind",
    "host.name",
    "otel.status_code",
    "otel.library.name",
    "net.peer.ip",
    "peer.service",
    "w3c.tracestate",
    "otlp.link.0"
  };
  private static final String[] VALUES = {
    "",
    "true",
    "false",
    "boom",
    "OK",
    "463ac35c9f6413ad48485a3953bb6124|5b4185666d50f68b||{}|0",
    "ev|{\"a\":1,\"b\":\"x\"}|0",
    "{\"event\":\"x\",\"k\":\"v\"}"
  };
  private static final long T = 1_700_000_000_000_000L;

  private final Random random;

  public RandomZipkin2(Random random) {
    this.random = random;
  }

  public List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      spans.add(span());
    }
    return spans;
  }

  private Span span() {
    Span.Builder span =
        Span.newBuilder()
            .traceId(random.nextBoolean() ? random.nextLong() : 0, id())
            .id(id())
            .name(random.nextInt(4) == 0 ? Texts.valid(random) : "get /api");
    if (random.nextBoolean()) {
      span.parentId(id());
    }
    if (random.nextInt(4) > 0) {
      span.kind(KINDS.get(random.nextInt(KINDS.size())));
    }
    if (random.nextInt(8) > 0) {
      span.timestamp(T + random.nextInt(1000));
      if (random.nextInt(4) > 0) {
        span.duration(1 + random.nextInt(1000));
      }
    }
    if (random.nextInt(4) > 0) {
      span.localEndpoint(endpoint());
    }
    if (random.nextBoolean()) {
      span.remoteEndpoint(endpoint());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      span.addAnnotation(T + random.nextInt(1000), text());
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      span.putTag(random.nextInt(3) == 0 ? Texts.valid(random) : pick(KEYS), text());
    }
    if (random.nextInt(4) == 0) {
      span.debug(true);
    }
    if (random.nextInt(4) == 0) {
      span.shared(true);
    }
    return span.build();
  }

  private Endpoint endpoint() {
    Endpoint.Builder endpoint = Endpoint.newBuilder();
    if (random.nextInt(4) > 0) {
      endpoint.serviceName(pick(new String[] {"web", "app", "grüße"}));
    }
    if (random.nextBoolean()) {
      byte[] ipv4 = new byte[4];
      random.nextBytes(ipv4);
      endpoint.parseIp(ipv4);
    }
    if (random.nextInt(3) == 0) {
      byte[] ipv6 = new byte[16];
      random.nextBytes(ipv6);
      if (random.nextBoolean()) {
        java.util.Arrays.fill(ipv6, 4, 4 + random.nextInt(12), (byte) 0);
      }
      endpoint.parseIp(ipv6);
    }
    if (random.nextBoolean()) {
      endpoint.port(1 + random.nextInt(65_535));
    }
    return endpoint.build();
  }

  private String text() {
    return random.nextInt(3) == 0 ? Texts.valid(random) : pick(VALUES);
  }

  private String pick(String[] texts) {
    return texts[random.nextInt(texts.length)];
  }

  private long id() {
    return random.nextLong() | 1;
  }
}
