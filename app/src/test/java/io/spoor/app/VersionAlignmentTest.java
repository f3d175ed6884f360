package io.spoor.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.util.Version;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Libraries that must move together do. */
final class VersionAlignmentTest {

  @Test
  void allOfNettyIsOfOneVersion() {
    Set<String> versions =
        Version.identify().values().stream()
            .map(Version::artifactVersion)
            .collect(Collectors.toSet());
    assertEquals(1, versions.size(), () -> "Netty in several versions: " + versions);
  }
}
