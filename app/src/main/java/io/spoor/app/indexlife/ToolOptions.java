package io.spoor.app.indexlife;

import io.spoor.app.config.ClientTls;
import io.spoor.app.config.ElasticsearchSettings;
import io.spoor.app.config.SystemAuthorities;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.connection.Credentials;
import io.spoor.storage.elasticsearch.connection.ProxySettings;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all of these tools are told.
 *
 * @param isArchive work on the archive alone
 * @param timeout of each request
 */
record ToolOptions(
    String indexPrefix,
    boolean isArchive,
    Duration timeout,
    String username,
    String password,
    Optional<ClientTls> tls,
    ProxySettings proxy) {
  private static final Flag INDEX_PREFIX =
      Flag.jaeger("index-prefix", Type.TEXT, "", "Before all index names");
  private static final Flag ARCHIVE =
      Flag.jaeger("archive", Type.BOOLEAN, "false", "Work on the archive alone");
  private static final Flag TIMEOUT =
      Flag.jaeger("timeout", Type.INTEGER, "120", "Of each request, seconds");
  private static final Flag USERNAME =
      Flag.jaeger("es.username", Type.TEXT, "", "For basic authentication");
  private static final Flag PASSWORD =
      Flag.jaeger("es.password", Type.TEXT, "", "For basic authentication");

  static FlagGroup group() {
    List<Flag> flags = new ArrayList<>(List.of(INDEX_PREFIX, ARCHIVE, TIMEOUT, USERNAME, PASSWORD));
    flags.addAll(ClientTls.flags("es"));
    return new FlagGroup("Elasticsearch", flags);
  }

  static ToolOptions read(Settings settings, Map<String, String> environment) {
    return new ToolOptions(
        settings.text(INDEX_PREFIX),
        settings.bool(ARCHIVE),
        Duration.ofSeconds(settings.integer(TIMEOUT, 1)),
        settings.text(USERNAME),
        settings.text(PASSWORD),
        ClientTls.read("es", settings, SystemAuthorities.of(environment)),
        ProxySettings.of(environment));
  }

  Cluster connect(Vertx vertx, URI server) {
    ConnectionOptions connection =
        ConnectionOptions.of(server.toString())
            .with(ElasticsearchSettings.clusterTls(tls))
            .with(proxy)
            .withTimeout(timeout);
    // Only both together count (contract: elasticsearch.md §13).
    boolean hasCredentials = !username.isEmpty() && !password.isEmpty();
    return new Cluster(
        vertx,
        hasCredentials ? connection.with(Credentials.basic(username, password)) : connection);
  }

  IndexNames names() {
    return new IndexNames(IndexOptions.DEFAULTS.withPrefix(indexPrefix), Tenant.DEFAULT);
  }
}
