package io.spoor.storage.elasticsearch.connection;

import io.spoor.storage.tls.Material;
import io.vertx.core.Vertx;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.nio.conn.ssl.SSLIOSessionStrategy;

/** TLS as {@link ClusterTls} describes it, for Elastic's HTTP client. */
final class TlsStrategy extends SSLIOSessionStrategy {
  private static final String[] PROTOCOLS = {"TLSv1.2", "TLSv1.3"};

  private static final Pattern ADDRESS = Pattern.compile(".*:.*|[0-9.]+");

  private final Optional<String> serverName;

  private TlsStrategy(SSLContext context, HostnameVerifier verifier, Optional<String> serverName) {
    super(context, PROTOCOLS, null, verifier);
    this.serverName = serverName;
  }

  /**
   * @throws IllegalArgumentException in words if it cannot be used
   */
  static TlsStrategy of(Vertx vertx, ClusterTls tls, Material material) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(vertx, material), trust(vertx, tls, material), null);
      return new TlsStrategy(context, verifier(tls), tls.serverName());
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (Exception e) { // as Vert.x declares it
      throw new IllegalArgumentException("TLS to Elasticsearch: " + e.getMessage(), e);
    }
  }

  @Override
  protected void initializeEngine(SSLEngine engine) {
    Optional<SNIHostName> name =
        serverName
            .or(() -> Optional.ofNullable(engine.getPeerHost()))
            .filter(host -> !ADDRESS.matcher(host).matches())
            .flatMap(TlsStrategy::name);
    if (name.isPresent()) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setServerNames(List.of(name.get()));
      engine.setSSLParameters(parameters);
    }
  }

  /** Java by itself names hosts with a dot alone; a proxy may have to hear the others, too. */
  private static Optional<SNIHostName> name(String host) {
    try {
      return Optional.of(new SNIHostName(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // has an underscore, such as containers have
    }
  }

  private static HostnameVerifier verifier(ClusterTls tls) {
    if (tls.skipVerification()) {
      return NoopHostnameVerifier.INSTANCE;
    }
    DefaultHostnameVerifier strict = new DefaultHostnameVerifier();
    return (host, session) -> strict.verify(tls.serverName().orElse(host), session);
  }

  private static KeyManager[] keys(Vertx vertx, Material material) throws Exception {
    return material.identity().isEmpty()
        ? new KeyManager[0]
        : material.identity().get().getKeyManagerFactory(vertx).getKeyManagers();
  }

  /** Null, as the API has it, for the runtime's own list. */
  private static TrustManager[] trust(Vertx vertx, ClusterTls tls, Material material)
      throws Exception {
    if (tls.skipVerification()) {
      return new TrustManager[] {new TrustAnybody()};
    }
    return material.trust().isEmpty()
        ? null
        : material.trust().get().getTrustManagerFactory(vertx).getTrustManagers();
  }

  /** What skip-host-verify asks for: whoever answers is the cluster. */
  private static final class TrustAnybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
