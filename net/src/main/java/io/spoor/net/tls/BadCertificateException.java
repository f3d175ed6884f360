package io.spoor.net.tls;

/** A certificate, a key or an authority cannot be used: the message says which flag's, and why. */
public final class BadCertificateException extends Exception {
  private static final long serialVersionUID = 1L;

  BadCertificateException(String message) {
    super(message);
  }

  BadCertificateException(String message, Throwable cause) {
    super(message, cause);
  }
}
