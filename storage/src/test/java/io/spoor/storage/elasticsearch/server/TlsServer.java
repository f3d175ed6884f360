package io.spoor.storage.elasticsearch.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;

/** HTTP over TLS that demands certificates, and tells who came with which. Close it. */
public final class TlsServer implements AutoCloseable {
  private static final int KEPT = 100;

  private final Vertx vertx = Vertx.vertx();
  // Guarded by itself; the last ones.
  private final Deque<Visit> visits = new ArrayDeque<>();
  private final HttpServerOptions options;
  private final HttpServer server;

  /**
   * A request.
   *
   * @param commonName of the client's certificate, {@code CN=...}
   * @param serverName that the client asked for; empty without
   */
  public record Visit(String commonName, String serverName) {}

  private TlsServer(Issued own, String trusted, Consumer<HttpServerRequest> handler) {
    options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setSsl(true)
            .setSni(true)
            .setUseAlpn(true)
            .setClientAuth(ClientAuth.REQUIRED)
            .setKeyCertOptions(pair(own))
            .setTrustOptions(trust(trusted));
    server =
        await(
            vertx
                .createHttpServer(options)
                .requestHandler(
                    request -> {
                      remember(visit(request));
                      handler.accept(request);
                    })
                .listen());
  }

  /** Answers every request as the root of Elasticsearch does, after a few milliseconds. */
  public static TlsServer elasticsearch(Issued own, String trusted) {
    String root = "{\"version\":{\"number\":\"8.19.0\"}}";
    return new TlsServer(
        own,
        trusted,
        request ->
            Vertx.currentContext()
                .owner()
                .setTimer(
                    2,
                    due ->
                        request
                            .response()
                            .putHeader("Content-Type", "application/json")
                            .end(root)));
  }

  /**
   * @param own what it shows
   * @param trusted authorities of clients, in PEM
   */
  public static TlsServer start(Issued own, String trusted, Consumer<HttpServerRequest> handler) {
    return new TlsServer(own, trusted, handler);
  }

  /** New connections get this certificate, and must show one of that authority. */
  public void renew(Issued own, String trusted) {
    ServerSSLOptions renewed =
        options.getSslOptions().copy().setKeyCertOptions(pair(own)).setTrustOptions(trust(trusted));
    await(server.updateSSLOptions(renewed));
  }

  public int port() {
    return server.actualPort();
  }

  public URI uri() {
    return URI.create("https://127.0.0.1:" + port());
  }

  private void remember(Visit visit) {
    synchronized (visits) {
      visits.addLast(visit);
      if (visits.size() > KEPT) {
        visits.removeFirst();
      }
    }
  }

  /** The last hundred, in the order of their coming. */
  public List<Visit> visits() {
    synchronized (visits) {
      return List.copyOf(visits);
    }
  }

  public Visit lastVisit() {
    synchronized (visits) {
      return visits.getLast();
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static Visit visit(HttpServerRequest request) {
    try {
      X509Certificate shown =
          (X509Certificate) request.connection().sslSession().getPeerCertificates()[0];
      String name = request.connection().indicatedServerName();
      return new Visit(shown.getSubjectX500Principal().getName(), name == null ? "" : name);
    } catch (SSLPeerUnverifiedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PemKeyCertOptions pair(Issued issued) {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(issued.certificatePem()))
        .addKeyValue(Buffer.buffer(issued.keyPem()));
  }

  private static PemTrustOptions trust(String pem) {
    return new PemTrustOptions().addCertValue(Buffer.buffer(pem));
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
