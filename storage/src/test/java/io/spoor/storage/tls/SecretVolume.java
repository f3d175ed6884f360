package io.spoor.storage.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Files as Kubernetes mounts a secret: links into {@code ..data}, which is a link to the directory
 * of this version and is swapped at once.
 */
public final class SecretVolume {
  private final Path directory;
  private int version;

  public SecretVolume(Path directory) {
    this.directory = directory;
  }

  /** Makes this what the files hold, all at once; the version before goes. */
  public void write(Map<String, String> files) throws IOException {
    Path before = directory.resolve("..v" + version++);
    Path now = Files.createDirectories(directory.resolve("..v" + version));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(now.resolve(file.getKey()), file.getValue());
      Path link = directory.resolve(file.getKey());
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, Path.of("..data", file.getKey()));
      }
    }
    Path swap = Files.createSymbolicLink(directory.resolve("..swap"), now.getFileName());
    Files.move(swap, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    if (Files.exists(before)) {
      for (String name : files.keySet()) {
        Files.deleteIfExists(before.resolve(name));
      }
      Files.delete(before);
    }
  }

  public Path file(String name) {
    return directory.resolve(name);
  }
}
