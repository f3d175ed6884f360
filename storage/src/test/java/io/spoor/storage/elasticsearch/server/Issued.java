package io.spoor.storage.elasticsearch.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;

/** A certificate with its key, in the forms that people keep them in. */
public record Issued(X509Certificate certificate, KeyPair keys) {
  public String certificatePem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** PKCS#8, as openssl writes keys. */
  public String keyPem() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  /** PKCS#1, as cert-manager and old tools write them. */
  public String pkcs1KeyPem() {
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) keys.getPrivate();
    return pem(
        "RSA PRIVATE KEY",
        Der.sequence(
            Der.integer(java.math.BigInteger.ZERO),
            Der.integer(key.getModulus()),
            Der.integer(key.getPublicExponent()),
            Der.integer(key.getPrivateExponent()),
            Der.integer(key.getPrimeP()),
            Der.integer(key.getPrimeQ()),
            Der.integer(key.getPrimeExponentP()),
            Der.integer(key.getPrimeExponentQ()),
            Der.integer(key.getCrtCoefficient())));
  }

  /** SEC1, as openssl writes keys of elliptic curves: what PKCS#8 wraps. */
  public String sec1KeyPem() {
    // PKCS#8: a version, the algorithm, then the key as an octet string that ends it.
    byte[] pkcs8 = keys.getPrivate().getEncoded();
    byte[] algorithm = java.util.Arrays.copyOfRange(pkcs8, 5, 7 + pkcs8[6]);
    int at = 5 + algorithm.length + 2;
    byte[] sec1 = java.util.Arrays.copyOfRange(pkcs8, at, at + pkcs8[at - 1]);
    byte[] curve = java.util.Arrays.copyOfRange(algorithm, 2 + 2 + algorithm[3], algorithm.length);
    byte[] content = java.util.Arrays.copyOfRange(sec1, 2, sec1.length);
    return pem("EC PRIVATE KEY", Der.sequence(content, Der.explicit(0, curve)));
  }

  private static String pem(String type, byte[] content) {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
