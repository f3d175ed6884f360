package io.spoor.storage.tls;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/** Proves that a certificate and a key belong together: for listeners and clients alike. */
public final class OwnCertificate {
  private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private OwnCertificate() {}

  /**
   * The certificate that is shown; empty if the key is another's.
   *
   * @throws Exception if either is no PEM, as Vert.x declares it
   */
  public static Optional<X509Certificate> of(PemKeyCertOptions pair, Vertx vertx) throws Exception {
    for (KeyManager manager : pair.getKeyManagerFactory(vertx).getKeyManagers()) {
      if (manager instanceof X509KeyManager keys) {
        for (String type : KEY_TYPES) {
          String[] aliases = keys.getClientAliases(type, null);
          if (aliases != null && aliases.length > 0) {
            X509Certificate leaf = keys.getCertificateChain(aliases[0])[0];
            if (isPair(keys.getPrivateKey(aliases[0]), leaf.getPublicKey())) {
              return Optional.of(leaf);
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isPair(PrivateKey own, PublicKey known) throws GeneralSecurityException {
    String algorithm =
        switch (own.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
          default -> "";
        };
    if (algorithm.isEmpty()) {
      return true; // a kind of key that is not known here: the handshake will tell
    }
    if (!own.getAlgorithm().equals(known.getAlgorithm())) {
      return false;
    }
    byte[] text = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(own);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(known);
    signature.update(text);
    return signature.verify(signed);
  }
}
