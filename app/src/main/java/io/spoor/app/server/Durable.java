package io.spoor.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a directory is a place to keep things. */
final class Durable {

  private Durable() {}

  /** Makes the directory if it can; an image with a read-only root and no volume has none. */
  static boolean isWritable(Path directory) {
    try {
      Files.createDirectories(directory);
      return Files.isWritable(directory);
    } catch (IOException e) {
      return false;
    }
  }
}
