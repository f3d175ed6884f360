package io.spoor.app;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Asks a running process for its health (contract: collector.md §0): prints the answer, exits 1
 * unless it is 200.
 */
final class Status implements Role {
  private static final Flag HOST_PORT =
      Flag.jaeger(
          "status.http.host-port", Flag.Type.HOST_PORT, "127.0.0.1:14269", "Admin port to ask");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final PrintStream out;

  Status(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String summary() {
    return "Ask a running process for its health.";
  }

  @Override
  public List<FlagGroup> flags() {
    return List.of(new FlagGroup("Status", List.of(HOST_PORT)));
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    HostPort admin = settings.read(HOST_PORT, HostPort::parse);
    settings.verify();
    String host = admin.host().isEmpty() ? "127.0.0.1" : admin.host();
    URI uri = URI.create("http://" + new HostPort(host, admin.port()) + "/");
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .build()
              .send(
                  HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
                  HttpResponse.BodyHandlers.ofString());
      out.println(response.body());
      return response.statusCode() == 200 ? 0 : 1;
    } catch (IOException e) {
      throw new StartException("nothing answers at " + uri + " (" + HOST_PORT.option() + ")");
    }
  }
}
