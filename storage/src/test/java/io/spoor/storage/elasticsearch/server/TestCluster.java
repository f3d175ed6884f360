package io.spoor.storage.elasticsearch.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several nodes that form one cluster; each can be killed, frozen and started again by itself. A
 * majority of them must be up for the cluster to accept anything.
 */
public final class TestCluster implements AutoCloseable {
  /** All of them run on the machine that runs the tests. */
  private static final int HEAP_MEGABYTES = 320;

  private final List<TestServer> nodes;

  private TestCluster(List<TestServer> nodes) {
    this.nodes = nodes;
  }

  /** A green cluster of the release under test, without security. Close it. */
  public static TestCluster start(int size) {
    List<Node> places = IntStream.range(0, size).mapToObj(i -> Node.allot()).toList();
    String seeds =
        places.stream()
            .map(place -> "127.0.0.1:" + place.transportPort())
            .collect(Collectors.joining(",", "\"", "\""));
    String names =
        IntStream.range(0, size)
            .mapToObj(TestCluster::nodeName)
            .collect(Collectors.joining(",", "\"", "\""));
    List<TestServer> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ServerSettings settings =
          ServerSettings.plain()
              .with("node.name", nodeName(i))
              .with("discovery.seed_hosts", seeds)
              .with("cluster.initial_master_nodes", names)
              .withHeapMegabytes(HEAP_MEGABYTES);
      nodes.add(TestServer.allot(settings, places.get(i), Http.plain()));
    }
    TestCluster cluster = new TestCluster(List.copyOf(nodes));
    nodes.forEach(TestServer::begin);
    cluster.awaitNodes(size);
    return cluster;
  }

  private static String nodeName(int index) {
    return "node-" + index;
  }

  public List<TestServer> nodes() {
    return nodes;
  }

  public TestServer node(int index) {
    return nodes.get(index);
  }

  /** Waits until every living node sees that many, and all shards are where they belong. */
  public void awaitNodes(int count) {
    for (TestServer node : nodes) {
      if (node.alive()) {
        node.awaitHealth("wait_for_nodes=" + count + "&wait_for_no_initializing_shards=true");
      }
    }
  }

  @Override
  public void close() {
    nodes.forEach(TestServer::close);
  }
}
