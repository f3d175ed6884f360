package io.spoor.net.auth;

import io.spoor.net.reload.BadDocumentException;
import java.util.function.Supplier;

/** What is wrong with a line, told without what stands in it. */
final class BadLine {

  private BadLine() {}

  static BadDocumentException of(int line, String why) {
    return new BadDocumentException("line " + line + ": " + why);
  }

  static Supplier<BadDocumentException> at(int line, String why) {
    return () -> of(line, why);
  }
}
