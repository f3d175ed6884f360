package io.spoor.storage.elasticsearch.connection;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.HttpMessage;
import org.apache.http.HttpRequest;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.conn.DefaultRoutePlanner;
import org.apache.http.impl.conn.DefaultSchemePortResolver;
import org.apache.http.impl.nio.client.HttpAsyncClientBuilder;
import org.apache.http.impl.nio.reactor.IOReactorConfig;
import org.apache.http.protocol.HttpContext;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/** Makes Elastic's HTTP client as the options say. */
final class RestClients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Beneath the minute after which balancers forget idle connections. */
  private static final long KEEP_ALIVE_MILLIS = 50_000;

  private static final int CONNECTIONS_PER_NODE = 32;
  private static final int CONNECTIONS = 128;
  private static final String PRODUCT = "X-Elastic-Product";
  private static final String VENDOR_TYPE = "application/vnd.elasticsearch+";

  private RestClients() {}

  static RestClient open(
      ConnectionOptions options, Authorization authorization, Optional<ReloadingTls> tls) {
    HttpHost[] hosts = options.servers().stream().map(RestClients::host).toArray(HttpHost[]::new);
    int silence = (int) Math.min(Integer.MAX_VALUE, options.silence().toMillis());
    int connect = (int) Math.min(silence, CONNECT_TIMEOUT.toMillis());
    RestClientBuilder builder =
        RestClient.builder(hosts)
            .setRequestConfigCallback(
                config -> config.setConnectTimeout(connect).setSocketTimeout(silence))
            .setHttpClientConfigCallback(
                http -> {
                  tls.ifPresent(http::setSSLStrategy);
                  tls.ifPresent(own -> http.setConnectionReuseStrategy(own::keepsAlive));
                  return configure(http, options, authorization, connect, silence);
                });
    if (!options.path().isEmpty()) {
      builder.setPathPrefix(options.path());
    }
    return builder.build();
  }

  private static HttpAsyncClientBuilder configure(
      HttpAsyncClientBuilder http,
      ConnectionOptions options,
      Authorization authorization,
      int connect,
      int silence) {
    http.setMaxConnPerRoute(CONNECTIONS_PER_NODE)
        .setMaxConnTotal(CONNECTIONS)
        .setKeepAliveStrategy((response, context) -> KEEP_ALIVE_MILLIS)
        .setDefaultIOReactorConfig(
            IOReactorConfig.custom()
                .setSoKeepAlive(true)
                .setConnectTimeout(connect)
                .setSoTimeout(silence)
                .build())
        .addInterceptorFirst(
            (HttpRequestInterceptor)
                (request, context) -> {
                  // A caller's own token is there already, and wins.
                  if (!request.containsHeader(HttpHeaders.AUTHORIZATION)) {
                    authorization
                        .header()
                        .ifPresent(value -> request.setHeader(HttpHeaders.AUTHORIZATION, value));
                  }
                })
        .addInterceptorLast(
            (HttpRequestInterceptor)
                (request, context) -> {
                  plainType(request, HttpHeaders.ACCEPT);
                  plainType(request, HttpHeaders.CONTENT_TYPE);
                })
        // Elastic's typed API wants to be told whom it speaks to, and OpenSearch does not say that.
        .addInterceptorLast(
            (HttpResponseInterceptor)
                (response, context) -> response.setHeader(PRODUCT, "Elasticsearch"));
    if (!options.proxy().equals(ProxySettings.NONE)) {
      http.setRoutePlanner(new Routes(options.proxy()))
          .setDefaultCredentialsProvider(proxyCredentials(options));
    }
    return http;
  }

  /** One form of JSON for all servers: OpenSearch refuses Elastic's own names for it. */
  private static void plainType(HttpMessage request, String name) {
    Header header = request.getFirstHeader(name);
    if (header != null && header.getValue().startsWith(VENDOR_TYPE)) {
      boolean lines = header.getValue().startsWith(VENDOR_TYPE + "x-ndjson");
      request.setHeader(name, lines ? "application/x-ndjson" : "application/json");
    }
  }

  private static HttpHost host(URI server) {
    return new HttpHost(server.getHost(), server.getPort(), server.getScheme());
  }

  private static CredentialsProvider proxyCredentials(ConnectionOptions options) {
    CredentialsProvider provider = new BasicCredentialsProvider();
    for (URI server : options.servers()) {
      options
          .proxy()
          .proxyFor(server.getScheme(), server.getHost(), server.getPort())
          .filter(proxy -> proxy.getUserInfo() != null)
          .ifPresent(
              proxy ->
                  provider.setCredentials(
                      new AuthScope(proxy.getHost(), proxyHost(proxy).getPort()),
                      proxyUser(proxy.getUserInfo())));
    }
    return provider;
  }

  private static UsernamePasswordCredentials proxyUser(String userInfo) {
    String[] pair = userInfo.split(":", 2);
    return new UsernamePasswordCredentials(pair[0], pair.length > 1 ? pair[1] : "");
  }

  private static HttpHost proxyHost(URI proxy) {
    int port = proxy.getPort() >= 0 ? proxy.getPort() : 80;
    return new HttpHost(proxy.getHost(), port, "http");
  }

  /** Through the proxy, where the environment names one for the target. */
  private static final class Routes extends DefaultRoutePlanner {
    private final ProxySettings proxy;

    Routes(ProxySettings proxy) {
      super(DefaultSchemePortResolver.INSTANCE);
      this.proxy = proxy;
    }

    @Override
    protected HttpHost determineProxy(HttpHost target, HttpRequest request, HttpContext context) {
      return proxy
          .proxyFor(target.getSchemeName(), target.getHostName(), target.getPort())
          .map(RestClients::proxyHost)
          .orElse(null);
    }
  }
}
