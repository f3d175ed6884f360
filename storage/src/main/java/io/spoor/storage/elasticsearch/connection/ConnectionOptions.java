package io.spoor.storage.elasticsearch.connection;

import java.net.URI;
import java.util.List;

/**
 * Where the cluster is.
 *
 * @param servers nodes or balancers before them, at least one; tried in turn
 */
public record ConnectionOptions(List<URI> servers) {
  public ConnectionOptions {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no server URL");
    }
  }
}
