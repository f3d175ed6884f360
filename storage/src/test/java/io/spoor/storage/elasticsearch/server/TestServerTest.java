package io.spoor.storage.elasticsearch.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

@ElasticsearchTest
final class TestServerTest {
  @Test
  void isOfTheReleaseUnderTest(TestServer server) {
    assertTrue(server.version().startsWith(Release.underTest().major() + "."), server.version());
  }

  @Test
  void keepsDocumentsAndFindsThem(TestServer server) {
    String index = "/keeps-documents-and-finds-them";
    server.send("PUT", index + "/_doc/1?refresh=true", "{\"colour\":\"green\"}").expect(201);
    Reply found = server.get(index + "/_search?q=colour:green").expect(200);
    assertEquals("Elasticsearch", found.headers().get("x-elastic-product"));
    assertEquals(1, found.json().getJsonObject("hits").getJsonArray("hits").size());
    server.deleteIndices("keeps-documents-*");
    assertEquals(404, server.get(index).status());
  }

  @Test
  void isTheSameForAllTestsOfTheJvm(TestServer server) {
    assertEquals(server.uri(), TestServer.shared().uri());
  }
}
