package io.spoor.storage.elasticsearch.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In one test, as each start takes its seconds. */
@Tag("elasticsearch")
final class TestClusterTest {
  @Test
  void keepsDocumentsAndSpansWhenNodesAreFrozenLostUnderLoadAndStartedAgain() throws Exception {
    try (TestCluster cluster = TestCluster.start(3)) {
      TestServer first = cluster.node(0);
      TestServer last = cluster.node(2);
      first
          .send("PUT", "/kept", "{\"settings\":{\"number_of_shards\":3,\"number_of_replicas\":1}}")
          .expect(200);
      first.awaitStatus("green");
      first.send("PUT", "/kept/_doc/1?refresh=true", "{\"colour\":\"green\"}").expect(201);

      last.freeze();
      assertThrows(SocketTimeoutException.class, () -> firstByteOf(last));
      last.thaw();
      assertEquals(200, last.get("/kept/_doc/1").status());

      try (SpanLoad load = SpanLoad.start(cluster, "loss", 3, 1)) {
        load.awaitTraces(20);
        first.awaitStatus("green");
        last.kill();
        assertThrows(AssertionError.class, () -> last.get("/kept/_doc/1"));
        cluster.awaitNodes(2);
        assertEquals(200, first.get("/kept/_doc/1").status());

        load.awaitTraces(20);
        assertTrue(load.end() >= 40);
        first.send("POST", "/loss-*/_refresh", "").expect(200);
        assertEquals(List.of(), load.incomplete(), "traces that lack spans, or have them twice");
      }

      last.restart();
      cluster.awaitNodes(3);
      assertEquals(200, last.get("/kept/_doc/1").status());
    }
  }

  private static int firstByteOf(TestServer server) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.uri().getHost(), server.uri().getPort()), 1000);
      socket.setSoTimeout(300);
      socket
          .getOutputStream()
          .write("GET /_cat/health HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(UTF_8));
      return socket.getInputStream().read();
    }
  }
}
