package io.spoor.storage.elasticsearch.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The program of a release, unpacked once a JVM from the zip that the build got. All nodes run from
 * it; none writes into it.
 */
record Distribution(Release release, Path home) {
  /** Where the build puts the zips, named {@code elasticsearch-8.zip} and so on. */
  private static final String PROPERTY = "spoor.test.es.zips";

  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> DATA = PosixFilePermissions.fromString("rw-r--r--");

  private static final class Unpacked {
    static final Map<Release, Distribution> ALL = new ConcurrentHashMap<>();
  }

  static Distribution of(Release release) {
    return Unpacked.ALL.computeIfAbsent(release, Distribution::unpack);
  }

  private static Distribution unpack(Release release) {
    String directory = System.getProperty(PROPERTY);
    if (directory == null) {
      throw new IllegalStateException(
          "no server to test with: set SPOOR_TEST_ES_URL, or -D" + PROPERTY + " as the build does");
    }
    Path zip = Path.of(directory, "elasticsearch-" + release.major() + ".zip");
    if (!Files.exists(zip)) {
      throw new IllegalStateException(
          zip
              + " is missing: build storage first"
              + (release == Release.V8 ? "" : ", with the profile elasticsearch-all"));
    }
    Path to = Keeper.ofThisJvm().area().resolve("elasticsearch-" + release.major());
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        unpack(entry, in, to);
      }
      Files.setPosixFilePermissions(to, PROGRAM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Distribution(release, to);
  }

  /** Without the zip's first level, {@code elasticsearch-<version>}. */
  private static void unpack(ZipEntry entry, InputStream in, Path to) throws IOException {
    String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
    Path target = to.resolve(name).normalize();
    if (!target.startsWith(to)) {
      throw new IOException("leaves its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      Files.setPosixFilePermissions(target, PROGRAM);
      return;
    }
    Files.createDirectories(target.getParent());
    Files.copy(in, target);
    boolean runs = name.startsWith("bin/") || name.contains("/bin/");
    Files.setPosixFilePermissions(target, runs ? PROGRAM : DATA);
  }
}
