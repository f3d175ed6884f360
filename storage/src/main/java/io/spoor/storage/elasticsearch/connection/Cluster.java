package io.spoor.storage.elasticsearch.connection;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import org.apache.http.HttpHost;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;

/**
 * A cluster: requests in, answers out. Any thread; answers come on the caller's Vert.x context
 * where there is one.
 */
public final class Cluster {
  private final Vertx vertx;
  private final RestClient client;
  private final ElasticsearchAsyncClient typed;

  public Cluster(Vertx vertx, ConnectionOptions options) {
    this.vertx = vertx;
    this.client =
        RestClient.builder(
                options.servers().stream()
                    .map(uri -> HttpHost.create(uri.toString()))
                    .toArray(HttpHost[]::new))
            .build();
    this.typed =
        new ElasticsearchAsyncClient(new RestClientTransport(client, new JacksonJsonpMapper()));
  }

  /**
   * Completes with whatever the server answers; fails with a transient {@link StorageException} if
   * there is no answer.
   */
  public Future<Answer> send(Request request) {
    Promise<Answer> answered = ((VertxInternal) vertx).promise();
    client.performRequestAsync(toElastic(request), new Answering(answered));
    return answered.future();
  }

  /** Elastic's own API, for what is not on the hot path. */
  public ElasticsearchAsyncClient typed() {
    return typed;
  }

  /** Asked anew each time. */
  public Future<ServerVersion> version() {
    return send(Request.of("GET", "/"))
        .compose(
            root ->
                root.isOk()
                    ? Future.succeededFuture(root)
                    : send(Request.of("GET", "/_nodes/_local")))
        .map(answer -> version(answer.orThrow("which version is it")));
  }

  public Future<Void> close() {
    return vertx.executeBlocking(
        () -> {
          client.close();
          return null;
        });
  }

  private static ServerVersion version(Answer answer) {
    try {
      JsonNode root = new ObjectMapper().readTree(answer.body());
      JsonNode version = root.path("version");
      if (!version.isMissingNode()) {
        return new ServerVersion(
            version.path("number").asText(),
            version.path("distribution").asText().equals("opensearch"));
      }
      return new ServerVersion(
          root.path("nodes").iterator().next().path("version").asText(), false);
    } catch (IOException e) {
      throw new StorageException(Kind.TRANSIENT, "this is not Elasticsearch's answer", e);
    }
  }

  private static org.elasticsearch.client.Request toElastic(Request request) {
    org.elasticsearch.client.Request sent =
        new org.elasticsearch.client.Request(request.method(), request.path());
    request.parameters().forEach(sent::addParameter);
    request
        .body()
        .ifPresent(
            body ->
                sent.setEntity(
                    new NByteArrayEntity(
                        body.bytes(),
                        body.offset(),
                        body.length(),
                        ContentType.create(body.contentType()))));
    return sent;
  }

  /** One answer, however it comes. */
  private record Answering(Promise<Answer> answered) implements ResponseListener {
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
      answered.fail(
          new StorageException(
              Kind.TRANSIENT, "Elasticsearch does not answer: " + failure.getMessage(), failure));
    }

    private static Answer read(Response response) throws IOException {
      return new Answer(
          response.getStatusLine().getStatusCode(),
          response.getEntity() == null
              ? new byte[0]
              : EntityUtils.toByteArray(response.getEntity()));
    }
  }
}
