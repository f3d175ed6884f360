package io.spoor.storage.tls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's certificates, which may change while it runs. What cannot be used changes nothing but
 * the log and the metrics: a renewal that is half done is whole at the next look. Any thread;
 * {@link #look} blocks.
 */
public final class ClientCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(ClientCertificates.class);

  private final ClientFiles files;
  private final Vertx vertx;
  private final InstantSource clock;
  private final Counter loaded;
  private final Counter failed;
  private volatile InForce inForce;
  private volatile boolean isGood = true;
  // Guarded by this.
  private String complaint = "";

  /**
   * What new connections are made with.
   *
   * @param generation counts the changes: connections of an earlier one show an old certificate
   */
  public record InForce(int generation, Material material) {}

  /**
   * Reads the files for the first time: blocks.
   *
   * @throws IllegalArgumentException in clear words if they cannot be read or used
   */
  public ClientCertificates(
      ClientFiles files, Vertx vertx, MeterRegistry registry, InstantSource clock) {
    this.files = files;
    this.vertx = vertx;
    this.clock = clock;
    Material first = Material.read(files, Optional.empty(), vertx);
    this.inForce = new InForce(0, first);
    if (!first.isValidAt(clock.instant())) {
      LOG.warn(
          "{}.tls.cert is not valid now, servers will refuse it (expiry {})",
          files.client(),
          first.expiry().map(Instant::toString).orElse("none"));
    }
    loaded = reloads(registry, "loaded");
    failed = reloads(registry, "failed");
    if (files.certificate().isPresent()) {
      Gauge.builder("spoor.tls.client.certificate.expiry", this, ClientCertificates::expirySecond)
          .description("When the certificate that is shown expires, in seconds since the epoch")
          .tag("client", files.client())
          .register(registry);
    }
    Gauge.builder("spoor.tls.client.certificate.good", this, self -> self.isGood ? 1 : 0)
        .description("0 if the files cannot be used and what was read before is in force")
        .tag("client", files.client())
        .register(registry);
  }

  public InForce inForce() {
    return inForce;
  }

  /** Reads the files again, and puts them in force if they have changed and are good. Blocks. */
  public synchronized InForce look() {
    Material before = inForce.material();
    Material read;
    try {
      read = Material.read(files, Optional.of(before), vertx);
      if (!read.isValidAt(clock.instant()) && before.isValidAt(clock.instant())) {
        throw new IllegalArgumentException(
            files.client() + ".tls.cert is not valid now (expiry " + read.expiry().get() + ")");
      }
    } catch (IllegalArgumentException e) {
      bad(e.getMessage());
      return inForce;
    }
    if (!complaint.isEmpty()) {
      complaint = "";
      LOG.info("{}.tls.*: the files are good again", files.client());
    }
    isGood = true;
    if (read != before) {
      inForce = new InForce(inForce.generation() + 1, read);
      loaded.increment();
      LOG.info(
          "{}.tls.*: new certificates are in force, expiry {}",
          files.client(),
          read.expiry().map(Instant::toString).orElse("none"));
    }
    return inForce;
  }

  private void bad(String why) {
    failed.increment();
    isGood = false;
    if (!why.equals(complaint)) {
      complaint = why;
      LOG.error("{}; the certificates that were read before stay in force", why);
    }
  }

  private double expirySecond() {
    return inForce.material().expiry().map(Instant::getEpochSecond).orElse(0L);
  }

  private Counter reloads(MeterRegistry registry, String outcome) {
    return Counter.builder("spoor.tls.client.reloads")
        .description("Changes of certificates, by outcome")
        .tag("client", files.client())
        .tag("outcome", outcome)
        .register(registry);
  }
}
