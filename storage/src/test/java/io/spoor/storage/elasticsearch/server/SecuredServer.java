package io.spoor.storage.elasticsearch.server;

/**
 * A server with everything that a careful operator switches on: TLS by a private authority, which
 * every client must show a certificate of, and the accounts of {@link Security}.
 */
public record SecuredServer(TestServer server, Certificates authority) {
  static SecuredServer start() {
    Certificates authority = Certificates.create();
    Security security = Security.overTls(authority, Security.ClientCertificate.REQUIRED);
    return new SecuredServer(TestServer.start(ServerSettings.plain(), security), authority);
  }
}
