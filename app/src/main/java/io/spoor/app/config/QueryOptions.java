package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.net.Bounds;
import java.util.ArrayList;
import java.util.List;

/**
 * The way out (contract: query.md §15).
 *
 * @param asksAsCallers whether the store is asked with the bearer token of whoever asks
 */
public record QueryOptions(
    Endpoint http, AuthSettings auth, TenancySettings tenancy, boolean asksAsCallers) {
  private static final Flag HTTP =
      Flag.jaeger("query.http-server.host-port", Type.HOST_PORT, ":16686", "HTTP API and page");

  public static List<FlagGroup> groups() {
    List<Flag> query =
        new ArrayList<>(List.of(HTTP, BearerPropagation.QUERY, SelfTracingSettings.queryFlag()));
    query.addAll(TlsOptions.serverFlags("query.http"));
    return List.of(
        new FlagGroup("Query", query), AuthSettings.group("query", "Query: who may ask"));
  }

  public static QueryOptions read(Settings settings, TenancySettings tenancy) {
    return new QueryOptions(
        new Endpoint(
            HTTP,
            settings.read(HTTP, HostPort::parse),
            TlsOptions.readServer("query.http", settings),
            Bounds.DEFAULTS),
        AuthSettings.read("query", settings),
        tenancy,
        BearerPropagation.isWanted(settings));
  }
}
