package io.spoor.app.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A key and its self-signed certificate, made by the JDK's own keytool. */
final class KeyPairFiles {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String ALIAS = "it";

  private final KeyStore store;
  private final Path certificate;
  private final Path key;

  private KeyPairFiles(KeyStore store, Path certificate, Path key) {
    this.store = store;
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * @param extensions as keytool takes them
   */
  static KeyPairFiles make(Path directory, String commonName, String... extensions)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve(commonName + ".p12");
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=" + commonName,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD)));
    for (String extension : extensions) {
      command.addAll(List.of("-ext", extension));
    }
    Process keytool = new ProcessBuilder(command).inheritIO().start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool failed");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    byte[] key = store.getKey(ALIAS, PASSWORD).getEncoded();
    return new KeyPairFiles(
        store,
        pem(directory, commonName, "CERTIFICATE", store.getCertificate(ALIAS).getEncoded()),
        pem(directory, commonName, "RSA PRIVATE KEY", toPkcs1(key)));
  }

  KeyStore store() {
    return store;
  }

  char[] password() {
    return PASSWORD.clone();
  }

  Path certificate() {
    return certificate;
  }

  /** In PKCS#1, as cert-manager writes keys. */
  Path key() {
    return key;
  }

  private static Path pem(Path directory, String name, String type, byte[] content)
      throws IOException {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    return Files.writeString(
        directory.resolve(name + "." + type.replace(' ', '-')),
        "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
  }

  /** PKCS#8 is a sequence of a version, an algorithm and the PKCS#1 key as an octet string. */
  private static byte[] toPkcs1(byte[] pkcs8) {
    ByteBuffer der = ByteBuffer.wrap(pkcs8);
    enter(der, 0x30);
    skip(der, 0x02);
    skip(der, 0x30);
    int length = enter(der, 0x04);
    return Arrays.copyOfRange(pkcs8, der.position(), der.position() + length);
  }

  private static void skip(ByteBuffer der, int tag) {
    int length = enter(der, tag);
    der.position(der.position() + length);
  }

  private static int enter(ByteBuffer der, int tag) {
    if (der.get() != tag) {
      throw new IllegalArgumentException("not PKCS#8");
    }
    int length = der.get() & 0xff;
    if (length < 0x80) {
      return length;
    }
    int bytes = length & 0x7f;
    length = 0;
    for (int i = 0; i < bytes; i++) {
      length = (length << 8) | (der.get() & 0xff);
    }
    return length;
  }
}
