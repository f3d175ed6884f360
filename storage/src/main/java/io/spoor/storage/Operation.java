package io.spoor.storage;

import static java.util.Objects.requireNonNull;

/**
 * An operation of a service.
 *
 * @param spanKind the value of the tag {@code span.kind}, empty for spans without it
 */
public record Operation(String name, String spanKind) {
  public Operation {
    requireNonNull(name, "name");
    requireNonNull(spanKind, "spanKind");
  }
}
