package io.spoor.app.tracegen;

/** An attribute of a generated span, process or log. */
sealed interface Tag {

  String key();

  record Text(String key, String value) implements Tag {}

  record Whole(String key, long value) implements Tag {}

  record Decimal(String key, double value) implements Tag {}

  record Flag(String key, boolean value) implements Tag {}
}
