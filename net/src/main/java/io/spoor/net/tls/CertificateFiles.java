package io.spoor.net.tls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of one port, which may change while it is open: new connections get the new
 * ones, open connections stay. What cannot be used changes nothing but the log and the metrics. Any
 * thread.
 */
public final class CertificateFiles {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

  private final ServerTls tls;
  private final Vertx vertx;
  private final InstantSource clock;
  private final Counter loaded;
  private final Counter failed;
  private final List<Listener> servers = new CopyOnWriteArrayList<>();
  private volatile KeyPair current;
  private volatile boolean isGood = true;
  // One reload at a time.
  private final AtomicBoolean isBusy = new AtomicBoolean();
  private volatile String complaint = "";

  private record Listener(HttpServer server, ServerSSLOptions options) {}

  private CertificateFiles(
      ServerTls tls, Vertx vertx, MeterRegistry registry, InstantSource clock, KeyPair first) {
    this.tls = tls;
    this.vertx = vertx;
    this.clock = clock;
    this.current = first;
    loaded = reloads(registry, "loaded");
    failed = reloads(registry, "failed");
    Gauge.builder(
            "spoor.tls.certificate.expiry", this, self -> self.current.expiry().getEpochSecond())
        .description("When the certificate in force expires, in seconds since the epoch")
        .tag("port", tls.prefix())
        .register(registry);
    Gauge.builder("spoor.tls.certificate.good", this, self -> self.isGood ? 1 : 0)
        .description("0 if the files cannot be used and what was read before is in force")
        .tag("port", tls.prefix())
        .register(registry);
  }

  /**
   * Reads the files for the first time. Blocks.
   *
   * @throws BadCertificateException naming the flag
   */
  public static CertificateFiles load(
      ServerTls tls, Vertx vertx, MeterRegistry registry, InstantSource clock)
      throws BadCertificateException {
    KeyPair first = KeyPair.read(tls, vertx);
    if (!first.isValidAt(clock.instant())) {
      LOG.warn(
          "--{}.tls.cert: {} of {} is not valid now, clients will refuse it (expiry {})",
          tls.prefix(),
          tls.certificate(),
          first.subject(),
          first.expiry());
    }
    return new CertificateFiles(tls, vertx, registry, clock, first);
  }

  /** Looks at the files again and again until the returned timer is cancelled. */
  public long watch() {
    return vertx.setPeriodic(Math.max(1, tls.reloadInterval().toMillis()), tick -> reload());
  }

  /** Makes a server serve TLS with what is in force. */
  public HttpServerOptions applyTo(HttpServerOptions listen) {
    KeyPair pair = current;
    tls.applyTo(listen).setKeyCertOptions(pair.identity());
    pair.trust()
        .ifPresent(trust -> listen.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(trust));
    return listen;
  }

  /** Keeps an open server up to date. */
  public void follow(HttpServer server, HttpServerOptions opened) {
    servers.add(new Listener(server, opened.getSslOptions()));
  }

  /** Forgets a server that is closed. */
  public void forget(HttpServer server) {
    servers.removeIf(listener -> listener.server().equals(server));
  }

  /**
   * Reads the files, and puts them in force if they have changed and are good.
   *
   * @return whether new ones are in force; does not fail
   */
  public Future<Boolean> reload() {
    if (!isBusy.compareAndSet(false, true)) {
      return Future.succeededFuture(false);
    }
    return vertx
        .executeBlocking(this::read, false)
        .compose(read -> read.isSameAs(current) ? unchanged() : change(read))
        .recover(failure -> Future.succeededFuture(bad(failure)))
        .onComplete(done -> isBusy.set(false));
  }

  private KeyPair read() throws BadCertificateException {
    KeyPair read = readAtOneMoment();
    if (!read.isValidAt(clock.instant()) && current.isValidAt(clock.instant())) {
      throw new BadCertificateException(
          "--"
              + tls.prefix()
              + ".tls.cert: "
              + tls.certificate()
              + " is not valid now (expiry "
              + read.expiry()
              + ")");
    }
    return read;
  }

  /** The files may be swapped between the one and the other: then they are good a moment later. */
  private KeyPair readAtOneMoment() throws BadCertificateException {
    try {
      return KeyPair.read(tls, vertx);
    } catch (BadCertificateException e) {
      return KeyPair.read(tls, vertx);
    }
  }

  private Future<Boolean> unchanged() {
    good();
    return Future.succeededFuture(false);
  }

  private Future<Boolean> change(KeyPair read) {
    List<Future<Boolean>> updates =
        servers.stream().map(listener -> update(listener, read)).toList();
    return Future.all(updates)
        .map(
            done -> {
              current = read;
              loaded.increment();
              good();
              LOG.info(
                  "--{}.tls.*: a new certificate of {} is in force, expiry {}",
                  tls.prefix(),
                  read.subject(),
                  read.expiry());
              return true;
            });
  }

  private static Future<Boolean> update(Listener listener, KeyPair pair) {
    ServerSSLOptions options = listener.options().copy().setKeyCertOptions(pair.identity());
    pair.trust().ifPresent(options::setTrustOptions);
    return listener.server().updateSSLOptions(options);
  }

  private boolean bad(Throwable failure) {
    failed.increment();
    isGood = false;
    String why = String.valueOf(failure.getMessage());
    if (!why.equals(complaint)) {
      complaint = why;
      LOG.error("{}; the certificate that was read before stays in force", why);
    }
    return false;
  }

  private void good() {
    isGood = true;
    if (!complaint.isEmpty()) {
      complaint = "";
      LOG.info("--{}.tls.*: the files are good again", tls.prefix());
    }
  }

  private Counter reloads(MeterRegistry registry, String outcome) {
    return Counter.builder("spoor.tls.reloads")
        .description("Changes of certificates, by outcome")
        .tag("port", tls.prefix())
        .tag("outcome", outcome)
        .register(registry);
  }
}
