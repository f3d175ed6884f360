package io.spoor.storage.elasticsearch.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("elasticsearch")
final class SecuredServerTest {
  private final SecuredServer secured = TestServer.sharedSecured();
  private final TestServer server = secured.server();
  private final Certificates authority = secured.authority();

  @Test
  void knowsItsUserAndNobodyElse() throws IOException {
    assertEquals(
        Security.USER,
        server.get("/_security/_authenticate").expect(200).json().getString("username"));
    assertEquals(401, as("").status());
    assertEquals(401, as(Security.basicAuthorization(Security.USER, "wrong")).status());
  }

  @Test
  void acceptsTheBearerTokenOfItsServiceAccount() throws IOException {
    Reply answer = as("Bearer " + Security.BEARER_TOKEN);
    assertEquals("elastic/fleet-server", answer.expect(200).json().getString("username"));
    assertEquals(401, as("Bearer " + Security.BEARER_TOKEN.substring(4)).status());
  }

  @Test
  void refusesAClientWithoutCertificateOrWithAnothersAuthority() {
    Certificates other = Certificates.create();
    assertThrows(IOException.class, () -> ping(authority.trusting()));
    assertThrows(SSLException.class, () -> ping(other.showing(other.issue("somebody"))));
  }

  private Reply as(String authorization) throws IOException {
    SSLContext context = authority.showing(authority.issue("test client"));
    Map<String, String> headers =
        authorization.isEmpty() ? Map.of() : Map.of("authorization", authorization);
    return Http.with(Optional.of(context), headers)
        .send("GET", server.uri().resolve("/_security/_authenticate"), "");
  }

  private void ping(SSLContext context) throws IOException {
    Http.with(Optional.of(context), Map.of()).send("GET", server.uri().resolve("/"), "");
  }
}
