package io.spoor.net;

/** What a visitor must have shown before a request is answered. */
public enum Access {
  /** Nothing: health, and preflight requests of browsers, which cannot show anything. */
  OPEN,
  /** Credentials, where the door asks for them. */
  CREDENTIALS,
  /** Credentials and a tenant, where the door asks for them. */
  TENANT
}
