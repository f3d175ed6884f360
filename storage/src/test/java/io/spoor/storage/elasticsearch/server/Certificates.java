package io.spoor.storage.elasticsearch.server;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A private certificate authority and what it issues, made in memory: keytool takes a second each.
 */
public final class Certificates {
  private static final byte[] SHA256_WITH_RSA =
      Der.sequence(Der.oid(1, 2, 840, 113549, 1, 1, 11), Der.NULL);

  private final Clock clock = Clock.systemUTC();
  private final AtomicLong serial = new AtomicLong(1);
  private final Issued authority;

  private Certificates() {
    KeyPair keys = newKeys();
    authority = sign(keys, "Test CA", keys, "Test CA", caExtensions(), Duration.ofDays(30));
  }

  public static Certificates create() {
    return new Certificates();
  }

  /** The authority's own certificate, in PEM. */
  public String caPem() {
    return authority.certificatePem();
  }

  /**
   * A certificate for both ends of a connection.
   *
   * @param hosts names and addresses that it is good for
   */
  public Issued issue(String commonName, String... hosts) {
    return issue(commonName, Duration.ofDays(30), hosts);
  }

  /** The same with a key on the curve P-256. */
  public Issued issueWithCurve(String commonName, String... hosts) {
    return sign(
        newKeys("EC", 256),
        commonName,
        authority.keys(),
        "Test CA",
        hostExtensions(List.of(hosts)),
        Duration.ofDays(30));
  }

  /** As cert-manager makes them for clients: a common name, no other, and only for clients. */
  public Issued issueForClient(String commonName) {
    return sign(
        newKeys(),
        commonName,
        authority.keys(),
        "Test CA",
        clientExtensions(),
        Duration.ofDays(30));
  }

  /**
   * @param lasts from an hour ago on; less than an hour is over already
   */
  public Issued issue(String commonName, Duration lasts, String... hosts) {
    return sign(
        newKeys(), commonName, authority.keys(), "Test CA", hostExtensions(List.of(hosts)), lasts);
  }

  /** The same for a key of any kind; without hosts it has a common name alone. */
  public Issued issue(KeyPair keys, String commonName, Duration lasts, String... hosts) {
    return sign(
        keys,
        commonName,
        authority.keys(),
        "Test CA",
        hosts.length == 0 ? clientExtensions() : hostExtensions(List.of(hosts)),
        lasts);
  }

  /** For a client that trusts this authority alone and shows no certificate. */
  public SSLContext trusting() {
    return context(null);
  }

  /** For a client that trusts this authority alone and shows that certificate. */
  public SSLContext showing(Issued own) {
    return context(own);
  }

  private SSLContext context(Issued own) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", authority.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      if (own != null) {
        X509Certificate[] chain = {own.certificate()};
        store.setKeyEntry("own", own.keys().getPrivate(), new char[0], chain);
      }
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Issued sign(
      KeyPair keys,
      String subject,
      KeyPair signer,
      String issuer,
      byte[] extensions,
      Duration lasts) {
    Instant from = clock.instant().minus(Duration.ofHours(1));
    byte[] unsigned =
        Der.sequence(
            Der.explicit(0, Der.integer(BigInteger.TWO)),
            Der.integer(BigInteger.valueOf(serial.getAndIncrement())),
            SHA256_WITH_RSA,
            name(issuer),
            Der.sequence(Der.time(from), Der.time(from.plus(lasts))),
            name(subject),
            keys.getPublic().getEncoded(),
            Der.explicit(3, extensions));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(signer.getPrivate());
      signature.update(unsigned);
      byte[] encoded = Der.sequence(unsigned, SHA256_WITH_RSA, Der.bits(signature.sign()));
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(encoded));
      return new Issued(certificate, keys);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] name(String commonName) {
    return Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8(commonName))));
  }

  /** basicConstraints: it may sign others. */
  private static byte[] caExtensions() {
    return Der.sequence(
        Der.sequence(Der.oid(2, 5, 29, 19), Der.TRUE, Der.octets(Der.sequence(Der.TRUE))));
  }

  /** extendedKeyUsage: clientAuth, and no subjectAltName. */
  private static byte[] clientExtensions() {
    byte[] usage = Der.sequence(Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 2));
    return Der.sequence(Der.sequence(Der.oid(2, 5, 29, 37), Der.octets(usage)));
  }

  /** subjectAltName. */
  private static byte[] hostExtensions(List<String> hosts) {
    List<byte[]> names = new ArrayList<>();
    for (String host : hosts) {
      names.add(Character.isDigit(host.charAt(0)) ? Der.address(address(host)) : Der.dns(host));
    }
    byte[] all = Der.sequence(names.toArray(byte[][]::new));
    return Der.sequence(Der.sequence(Der.oid(2, 5, 29, 17), Der.octets(all)));
  }

  private static byte[] address(String host) {
    try {
      return InetAddress.getByName(host).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(host, e);
    }
  }

  /** RSA. */
  public static KeyPair newKeys() {
    return newKeys("RSA", 2048);
  }

  private static KeyPair newKeys(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
