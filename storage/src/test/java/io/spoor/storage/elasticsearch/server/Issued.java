package io.spoor.storage.elasticsearch.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
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

  /** SEC1, as openssl's older commands and cert-manager write keys on a curve: here P-256. */
  public String sec1KeyPem() {
    ECPrivateKey key = (ECPrivateKey) keys.getPrivate();
    byte[] number = key.getS().toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(number.length, fixed.length);
    System.arraycopy(number, number.length - length, fixed, fixed.length - length, length);
    return pem(
        "EC PRIVATE KEY",
        Der.sequence(
            Der.integer(java.math.BigInteger.ONE),
            Der.octets(fixed),
            Der.explicit(0, Der.oid(1, 2, 840, 10045, 3, 1, 7))));
  }

  private static String pem(String type, byte[] content) {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
