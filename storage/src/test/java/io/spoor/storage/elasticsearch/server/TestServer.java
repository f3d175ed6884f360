package io.spoor.storage.elasticsearch.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A real Elasticsearch. {@link #shared()} is the one of this test JVM: what {@code
 * SPOOR_TEST_ES_URL} names ({@code SPOOR_TEST_ES_URL_7}, {@code _8}, {@code _9} for one release;
 * also as properties), else a local process of the distribution that the build got. Testcontainers
 * has no part in it: the images would have to be pulled, and a build must work without.
 *
 * <p>The local distribution is Elasticsearch's own for integration tests: server, security and a
 * basic licence are in it, {@code GET /}, ILM, scripts and reindex are not (the proxy of this
 * package adds what is asked of them). A test that shares a server keeps to an index prefix of its
 * own.
 */
public final class TestServer implements AutoCloseable {
  private static final String VARIABLE = "SPOOR_TEST_ES_URL";

  /** A start takes about 8 s on two free cores; this is for machines with much else to do. */
  static final Duration START_TIME = Duration.ofMinutes(3);

  private static final class Shared {
    static final Map<Release, TestServer> PLAIN = new ConcurrentHashMap<>();
    static final Map<Release, SecuredServer> SECURED = new ConcurrentHashMap<>();
  }

  private final ServerSettings settings;
  private final URI uri;
  private final Optional<Node> node;
  private final Http http;

  private TestServer(ServerSettings settings, URI uri, Optional<Node> node, Http http) {
    this.settings = settings;
    this.uri = uri;
    this.node = node;
    this.http = http;
  }

  /** Started at the first call, stopped with the JVM. Leave it as it was found. */
  public static TestServer shared() {
    return Shared.PLAIN.computeIfAbsent(Release.underTest(), TestServer::openShared);
  }

  /** As {@link #shared()}, always local, with all that {@link SecuredServer} says. */
  public static SecuredServer sharedSecured() {
    return Shared.SECURED.computeIfAbsent(Release.underTest(), release -> SecuredServer.start());
  }

  /** A server of one's own, which answers when this returns. Close it. */
  public static TestServer start(ServerSettings settings) {
    return begun(allot(settings, Node.allot(), Http.plain()));
  }

  /** The same, with users; {@link #send} is then {@link Security#USER}. */
  public static TestServer start(ServerSettings settings, Security security) {
    return begun(allot(security.apply(settings), Node.allot(), security.http()));
  }

  private static TestServer begun(TestServer server) {
    server.begin();
    server.awaitStatus("yellow");
    return server;
  }

  /** Configured, not yet running. */
  static TestServer allot(ServerSettings settings, Node node, Http http) {
    node.configure(settings);
    String scheme = http.tls() ? "https" : "http";
    URI uri = URI.create(scheme + "://127.0.0.1:" + node.httpPort());
    return new TestServer(settings, uri, Optional.of(node), http);
  }

  private static TestServer openShared(Release release) {
    Optional<String> given =
        named(VARIABLE + "_" + release.major()).or(() -> named(VARIABLE)).map(String::strip);
    if (given.isEmpty()) {
      return start(ServerSettings.plain());
    }
    TestServer server =
        new TestServer(
            ServerSettings.plain(), URI.create(given.get()), Optional.empty(), Http.plain());
    String version = server.version();
    if (!version.startsWith(release.major() + ".")) {
      throw new IllegalStateException(given.get() + " is " + version + ", wanted " + release);
    }
    return server;
  }

  private static Optional<String> named(String variable) {
    String value = System.getProperty(variable, System.getenv().getOrDefault(variable, ""));
    return value.isBlank() ? Optional.empty() : Optional.of(value);
  }

  public Release release() {
    return settings.release();
  }

  public URI uri() {
    return uri;
  }

  /** The server's own figure, 8.19.21 for instance. */
  public String version() {
    JsonObject nodes = get("/_nodes/_local?filter_path=nodes.*.version").expect(200).json();
    JsonObject byId = nodes.getJsonObject("nodes");
    return byId.getJsonObject(byId.fieldNames().iterator().next()).getString("version");
  }

  public Reply get(String path) {
    return send("GET", path, "");
  }

  /** Sends JSON (NDJSON where the path asks for it) as this server's own user, if it has users. */
  public Reply send(String method, String path, String body) {
    try {
      return http.send(method, uri.resolve(path), body);
    } catch (IOException e) {
      throw new AssertionError(method + " " + uri + path + ": " + e, e);
    }
  }

  /** Deletes every index that the pattern matches, hidden ones too. */
  public void deleteIndices(String pattern) {
    String list = "/_cat/indices/" + pattern + "?format=json&h=index&expand_wildcards=all";
    for (Object row : new JsonArray(get(list).expect(200).body())) {
      send("DELETE", "/" + ((JsonObject) row).getString("index"), "").expect(200);
    }
  }

  /** Waits for the cluster to be as healthy as that: red, yellow or green. */
  public void awaitStatus(String status) {
    awaitHealth("wait_for_status=" + status);
  }

  /** Waits for what the parameters of {@code _cluster/health} say. */
  void awaitHealth(String condition) {
    String health = "/_cluster/health?timeout=1s&" + condition;
    Await.until(
        START_TIME,
        () -> "never came: " + condition + " at " + uri + ":\n" + lastWords(),
        () -> {
          requireAlive();
          return http.send("GET", uri.resolve(health), "").status() == 200;
        });
  }

  /** kill -9; data and ports stay for {@link #restart()}. */
  public void kill() {
    Node killed = node();
    killed.signal("KILL");
    Await.until(Duration.ofSeconds(30), () -> uri + " does not die", () -> !killed.alive());
  }

  /**
   * Starts it again after {@link #kill()}, on the same port and data, and waits until it answers.
   */
  public void restart() {
    begin();
    awaitStatus("red");
  }

  /** Takes all its time from it: connections stay open, nothing answers until {@link #thaw()}. */
  public void freeze() {
    node().signal("STOP");
  }

  public void thaw() {
    node().signal("CONT");
  }

  /** Kills it and deletes its files; what was not started here is left alone. */
  @Override
  public void close() {
    if (node.isPresent()) {
      kill();
      node().delete();
    }
  }

  void begin() {
    node().start();
  }

  boolean alive() {
    return node().alive();
  }

  private void requireAlive() {
    if (node.isPresent() && !node().alive()) {
      throw new IllegalStateException(release() + " did not start:\n" + lastWords());
    }
  }

  private String lastWords() {
    return node.map(Node::lastWords).orElse("(not started here)");
  }

  private Node node() {
    return node.orElseThrow(
        () -> new UnsupportedOperationException(uri + " was not started by these tests"));
  }

  @Override
  public String toString() {
    return release() + " at " + uri;
  }
}
