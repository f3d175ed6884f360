package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import io.spoor.collector.receiver.CorsOptions;
import io.spoor.net.Bounds;
import io.spoor.net.tls.ServerTls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The port for Zipkin's clients (contract: zipkin.md §1).
 *
 * @param endpoint empty if it is off
 * @param cors which web pages may send
 */
public record ZipkinSettings(Optional<Endpoint> endpoint, CorsOptions cors) {
  private static final Flag HOST_PORT =
      Flag.jaeger(
              "collector.zipkin.host-port",
              Type.HOST_PORT,
              ":9411",
              "Zipkin over HTTP; empty = off")
          .formerly("collector.zipkin.http-port");
  private static final Flag ORIGINS =
      Flag.jaeger(
              "collector.zipkin.cors.allowed-origins",
              Type.TEXT,
              "",
              "Origins of pages that may send, split by commas; * = any; empty = none")
          .formerly("collector.zipkin.allowed-origins");
  private static final Flag HEADERS =
      Flag.jaeger(
              "collector.zipkin.cors.allowed-headers",
              Type.TEXT,
              "",
              "Headers that those pages may set, split by commas")
          .formerly("collector.zipkin.allowed-headers");
  private static final Flag KEEP_ALIVE =
      Flag.ignored(
          "collector.zipkin.keep-alive",
          Type.BOOLEAN,
          "true",
          "connections are kept as long as their clients keep them");

  public ZipkinSettings {
    requireNonNull(endpoint, "endpoint");
    requireNonNull(cors, "cors");
  }

  static FlagGroup group() {
    List<Flag> flags = new ArrayList<>(List.of(HOST_PORT));
    flags.addAll(TlsOptions.serverFlags("collector.zipkin"));
    flags.addAll(List.of(ORIGINS, HEADERS, KEEP_ALIVE));
    return new FlagGroup("Collector: Zipkin", flags);
  }

  static ZipkinSettings read(Settings settings, Bounds bounds) {
    Optional<ServerTls> tls = TlsOptions.readServer("collector.zipkin", settings);
    settings.bool(KEEP_ALIVE);
    return new ZipkinSettings(
        settings
            .hostPort(HOST_PORT)
            .filter(address -> !isOldOff(address))
            .map(address -> new Endpoint(HOST_PORT, address, tls, bounds)),
        new CorsOptions(list(settings.text(ORIGINS)), list(settings.text(HEADERS))));
  }

  /** The old name of the flag held a number, and 0 meant off. */
  private static boolean isOldOff(HostPort address) {
    return address.equals(new HostPort("", 0));
  }

  static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }
}
