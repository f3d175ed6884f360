package io.spoor.app.indexlife;

import ch.qos.logback.classic.Level;
import io.spoor.app.StartException;
import io.spoor.app.log.LogEncoding;
import io.spoor.app.log.Logging;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Runs something against a cluster, once. */
final class Tool {

  private Tool() {}

  /**
   * Runs it and waits.
   *
   * @return the exit code, 0
   * @throws StartException with the reason in one line, if it failed
   */
  static int run(String url, ToolOptions options, Function<Cluster, Future<?>> work)
      throws InterruptedException {
    URI server = server(url);
    Logging.start(Level.INFO, LogEncoding.CONSOLE);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      Cluster cluster = options.connect(vertx, server);
      work.apply(cluster)
          .eventually(cluster::close)
          .toCompletionStage()
          .toCompletableFuture()
          .get();
      return 0;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new StartException(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    } catch (IllegalArgumentException e) {
      // A URL that is not Elasticsearch's, or a file that cannot be used, in clear words.
      throw new StartException(e.getMessage());
    } finally {
      vertx.close();
    }
  }

  private static URI server(String url) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new StartException(
        "want the URL of Elasticsearch, such as http://localhost:9200, got "
            + ConnectionOptions.masked(url));
  }
}
