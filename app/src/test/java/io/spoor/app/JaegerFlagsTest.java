package io.spoor.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.app.agent.Agent;
import io.spoor.app.allinone.AllInOne;
import io.spoor.app.collector.Collector;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A command line of Jaeger 1.53 is taken as it is: no flag of its is unknown to the role it is for.
 */
final class JaegerFlagsTest {

  @Test
  void everyFlagIsKnownToItsRole() throws IOException {
    List<String> unknown = new ArrayList<>();
    List<String> lines;
    try (InputStream in = JaegerFlagsTest.class.getResourceAsStream("jaeger-flags.txt")) {
      lines = new String(in.readAllBytes(), UTF_8).lines().toList();
    }
    for (Role role : List.of(new Collector(), new Agent(), new AllInOne())) {
      Set<String> known = new HashSet<>();
      role.flags()
          .forEach(
              group ->
                  group
                      .flags()
                      .forEach(
                          flag -> {
                            known.add(flag.name());
                            known.addAll(flag.oldNames());
                          }));
      lines.stream()
          .filter(line -> line.startsWith(role.name() + " "))
          .filter(line -> !known.contains(line.substring(role.name().length() + 1)))
          .forEach(unknown::add);
    }
    assertEquals(List.of(), unknown);
  }
}
