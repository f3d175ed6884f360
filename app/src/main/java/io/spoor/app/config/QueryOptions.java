package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.net.Bounds;
import java.util.ArrayList;
import java.util.List;

/** The way out (contract: query.md §15). */
public record QueryOptions(Endpoint http, AuthSettings auth, TenancySettings tenancy) {
  private static final Flag HTTP =
      Flag.jaeger("query.http-server.host-port", Type.HOST_PORT, ":16686", "HTTP API and page");

  public static List<FlagGroup> groups() {
    List<Flag> query = new ArrayList<>(List.of(HTTP));
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
        tenancy);
  }
}
