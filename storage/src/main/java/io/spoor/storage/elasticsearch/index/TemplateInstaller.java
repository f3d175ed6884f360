package io.spoor.storage.elasticsearch.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.elasticsearch.connection.Answer;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.Request;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts Spoor's templates in place, unless a newer Spoor's are there. Any thread. */
public final class TemplateInstaller {
  private static final Logger LOG = LoggerFactory.getLogger(TemplateInstaller.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;

  public TemplateInstaller(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Installs Spoor's template of that set. Fails with a {@link StorageException}. */
  public Future<Void> install(Templates templates, IndexSet set) {
    return install(templates, set, Templates.VERSION + 1);
  }

  /** The same, unless Spoor's template is there already. */
  public Future<Void> ensure(Templates templates, IndexSet set) {
    return install(templates, set, Templates.VERSION);
  }

  /**
   * @param least version of a template that stays as it is
   */
  private Future<Void> install(Templates templates, IndexSet set, int least) {
    String path = templates.form().path(templates.name(set));
    ObjectNode body = templates.own(set);
    return cluster
        .send(Request.of("GET", path))
        .compose(
            answer -> {
              if (answer.status() != 404 && !answer.isOk()) {
                return Future.failedFuture(failure(answer, "read", templates.name(set)));
              }
              int found = answer.isOk() ? version(answer) : 0;
              if (found > Templates.VERSION) {
                LOG.info(
                    "Index template {} is of a newer Spoor and stays as it is",
                    templates.name(set));
              }
              if (found >= least) {
                return Future.succeededFuture();
              }
              return put(path, body, templates.name(set));
            });
  }

  private Future<Void> put(String path, ObjectNode body, String name) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return cluster
        .send(Request.of("PUT", path, Request.Body.json(bytes)))
        .compose(
            answer ->
                answer.isOk()
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure(answer, "create", name)));
  }

  /** Transient whatever the answer: an operator can help, and spans must wait until then. */
  private static StorageException failure(Answer answer, String verb, String name) {
    StorageException cause = answer.failure("failed to " + verb + " index template " + name);
    return new StorageException(Kind.TRANSIENT, cause.getMessage(), cause);
  }

  /** Spoor's number of the template, or 0 if it is not Spoor's. */
  private static int version(Answer answer) {
    try {
      int version = 0;
      for (JsonNode found : JSON.readTree(answer.body()).findValues("spoor")) {
        version = Math.max(version, found.path("template").asInt());
      }
      return version;
    } catch (IOException e) {
      return 0;
    }
  }
}
