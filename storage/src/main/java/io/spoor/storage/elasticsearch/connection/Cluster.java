package io.spoor.storage.elasticsearch.connection;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.spoor.storage.BearerToken;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.tls.ClientCertificates;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.http.ContentTooLongException;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHeaders;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster: requests in, answers out. Any thread; answers come on the caller's Vert.x context
 * where there is one. A request that a node does not answer, or answers 502 to 504, goes to the
 * next; one that was acted on without an answer is thus done twice.
 */
public final class Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final String GZIP = "gzip";

  /** As much as Elastic's client takes of what is not compressed. */
  static final int MAX_ANSWER_BYTES = 100 << 20;

  private final Vertx vertx;
  private final ConnectionOptions options;
  private final RestClient client;
  private final ElasticsearchAsyncClient typed;
  private final List<Long> timers;
  private final Optional<BearerToken> caller;

  /**
   * Sends nothing yet, but reads the files of secrets and certificates: blocks.
   *
   * @throws IllegalArgumentException in clear words if one of them cannot be read or used
   */
  public Cluster(Vertx vertx, ConnectionOptions options) {
    this(vertx, options, "es", new CompositeMeterRegistry());
  }

  /**
   * The same, with metrics of its certificates.
   *
   * @param client what they call it
   * @throws IllegalArgumentException as above
   */
  public Cluster(Vertx vertx, ConnectionOptions options, String client, MeterRegistry registry) {
    this.vertx = vertx;
    this.options = options;
    Authorization authorization = new Authorization(options.credentials());
    Optional<ReloadingTls> tls =
        options.servers().stream().anyMatch(uri -> uri.getScheme().equals("https"))
            ? Optional.of(tls(vertx, options, client, registry))
            : Optional.empty();
    this.client = RestClients.open(options, authorization, tls);
    this.typed =
        new ElasticsearchAsyncClient(
            new RestClientTransport(this.client, new JacksonJsonpMapper()));
    this.timers = new ArrayList<>();
    if (options.credentials().file().isPresent()) {
      watch(options.credentials().reloadInterval(), "credentials", authorization::reload);
    }
    tls.ifPresent(own -> watch(options.tls().reloadInterval(), "certificates", own::reload));
    this.caller = Optional.empty();
  }

  private Cluster(Cluster owner, BearerToken caller) {
    this.vertx = owner.vertx;
    this.options = owner.options;
    this.client = owner.client;
    this.typed = owner.typed;
    this.timers = List.of();
    this.caller = Optional.of(caller);
  }

  /**
   * The same cluster, asked with the token of a caller instead of our own credentials. Nothing to
   * be closed; {@link #typed} is not the caller's.
   */
  public Cluster as(BearerToken token) {
    return new Cluster(this, token);
  }

  private static ReloadingTls tls(
      Vertx vertx, ConnectionOptions options, String client, MeterRegistry registry) {
    try {
      ClientCertificates certificates =
          new ClientCertificates(
              options.tls().files(client), vertx, registry, InstantSource.system());
      return new ReloadingTls(vertx, options.tls(), certificates);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("TLS to Elasticsearch: " + e.getMessage(), e);
    }
  }

  /** One look after the other, each on a worker. */
  private void watch(Duration interval, String what, Runnable look) {
    if (interval.isZero()) {
      return;
    }
    AtomicBoolean isLooking = new AtomicBoolean();
    timers.add(
        vertx.setPeriodic(
            Math.max(1, interval.toMillis()),
            timer -> {
              if (isLooking.compareAndSet(false, true)) {
                vertx
                    .executeBlocking(
                        () -> {
                          look.run();
                          return what;
                        },
                        false)
                    .onFailure(
                        failure -> LOG.error("Elasticsearch: {} not looked at", what, failure))
                    .onComplete(done -> isLooking.set(false));
              }
            }));
  }

  /**
   * Completes with whatever the server answers; fails with a {@link StorageException} if there is
   * no answer: a transient one, unless the answer is longer than we take.
   */
  public Future<Answer> send(Request request) {
    boolean small =
        request.body().map(body -> body.length() < Gzip.WORTH_BYTES).orElse(Boolean.TRUE);
    if (!options.compression() || small) {
      return send(request, request.body().map(Cluster::plain));
    }
    Request.Body body = request.body().orElseThrow();
    return vertx
        .executeBlocking(() -> compressed(body), false)
        .compose(entity -> send(request, Optional.of(entity)));
  }

  private Future<Answer> send(Request request, Optional<HttpEntity> body) {
    Promise<Answer> answered = ((VertxInternal) vertx).promise();
    client.performRequestAsync(toElastic(request, body), new Answering(options, answered));
    return answered.future();
  }

  /** Elastic's own API, for what is not on the hot path. */
  public ElasticsearchAsyncClient typed() {
    return typed;
  }

  /**
   * Asked anew each time, unless the options say it: by {@code GET /}, or where that has no handler
   * by {@code _nodes/_local}. Fails in clear words if nobody answers, or not to us.
   */
  public Future<ServerVersion> version() {
    if (options.version().isPresent()) {
      return Future.succeededFuture(
          new ServerVersion(Integer.toString(options.version().get()), false));
    }
    return send(Request.of("GET", "/"))
        .compose(
            root ->
                hasNoHandler(root)
                    ? send(Request.of("GET", "/_nodes/_local"))
                    : Future.succeededFuture(root))
        .map(answer -> version(good(answer), options));
  }

  /**
   * Succeeds if the server answers, be it that it does not know us: that is all that can be told
   * without the credentials of a caller.
   */
  public Future<Void> isThere() {
    return send(Request.of("GET", "/"))
        .map(
            answer -> {
              if (answer.status() >= 500 || answer.status() == 429) {
                throw answer.failure("is anybody at " + options.servers().get(0));
              }
              return null;
            });
  }

  /** Transient whatever the answer: a balancer without its route answers 404, and gets it later. */
  private Answer good(Answer answer) {
    if (answer.isOk()) {
      return answer;
    }
    StorageException cause = answer.failure("which version is " + options.servers().get(0));
    throw new StorageException(Kind.TRANSIENT, cause.getMessage(), cause);
  }

  private static boolean hasNoHandler(Answer answer) {
    return answer.status() == 400 || answer.status() == 404 || answer.status() == 405;
  }

  /** Requests under way fail; a caller's view stays as it is. */
  public Future<Void> close() {
    if (caller.isPresent()) {
      return Future.succeededFuture();
    }
    timers.forEach(vertx::cancelTimer);
    return vertx.executeBlocking(
        () -> {
          client.close();
          return null;
        });
  }

  private static ServerVersion version(Answer answer, ConnectionOptions options) {
    try {
      JsonNode root = new ObjectMapper().readTree(answer.body());
      JsonNode version = root.path("version");
      if (version.path("number").isTextual()) {
        return new ServerVersion(
            version.path("number").asText(),
            version.path("distribution").asText().equals("opensearch")
                || root.path("tagline").asText().contains("OpenSearch"));
      }
      for (JsonNode node : root.path("nodes")) {
        return new ServerVersion(node.path("version").asText(), false);
      }
    } catch (IOException e) {
      throw notElasticsearch(options, e);
    }
    throw notElasticsearch(options, new IOException("no version in the answer"));
  }

  private static StorageException notElasticsearch(ConnectionOptions options, IOException cause) {
    return new StorageException(
        Kind.TRANSIENT,
        options.servers().get(0) + " does not answer as Elasticsearch does: " + cause.getMessage(),
        cause);
  }

  private org.elasticsearch.client.Request toElastic(Request request, Optional<HttpEntity> body) {
    boolean replaced =
        body.isPresent() && request.method().equals("GET") && !options.getBodyAs().isEmpty();
    org.elasticsearch.client.Request sent =
        new org.elasticsearch.client.Request(
            replaced ? options.getBodyAs() : request.method(), request.path());
    request.parameters().forEach(sent::addParameter);
    body.ifPresent(sent::setEntity);
    RequestOptions.Builder headers = RequestOptions.DEFAULT.toBuilder();
    if (options.compression()) {
      headers.addHeader(HttpHeaders.ACCEPT_ENCODING, GZIP);
    }
    caller.ifPresent(token -> headers.addHeader(HttpHeaders.AUTHORIZATION, token.authorization()));
    sent.setOptions(headers);
    return sent;
  }

  private static HttpEntity plain(Request.Body body) {
    return new NByteArrayEntity(
        body.bytes(), body.offset(), body.length(), ContentType.create(body.contentType()));
  }

  private static HttpEntity compressed(Request.Body body) {
    NByteArrayEntity entity =
        new NByteArrayEntity(
            Gzip.compress(body.bytes(), body.offset(), body.length()),
            ContentType.create(body.contentType()));
    entity.setContentEncoding(GZIP);
    return entity;
  }

  /** One answer, however it comes. */
  private record Answering(ConnectionOptions options, Promise<Answer> answered)
      implements ResponseListener {
    @Override
    public void onSuccess(Response response) {
      try {
        answered.complete(read(response));
      } catch (IOException e) {
        onFailure(e);
      }
    }

    @Override
    public void onFailure(Exception failure) {
      if (failure instanceof ResponseException refused) {
        try {
          answered.complete(read(refused.getResponse()));
          return;
        } catch (IOException e) {
          failure.addSuppressed(e);
        }
      }
      answered.fail(Trouble.with(options.servers(), failure));
    }

    /** The client bounds what comes over the wire, which may be a tenth of what it unfolds to. */
    private static Answer read(Response response) throws IOException {
      int status = response.getStatusLine().getStatusCode();
      if (response.getEntity() == null) {
        return new Answer(status, new byte[0]);
      }
      try (InputStream in = response.getEntity().getContent()) {
        byte[] body = in.readNBytes(MAX_ANSWER_BYTES + 1);
        if (body.length > MAX_ANSWER_BYTES) {
          throw new ContentTooLongException(
              "more than " + (MAX_ANSWER_BYTES >> 20) + " MiB when unfolded");
        }
        return new Answer(status, body);
      }
    }
  }
}
