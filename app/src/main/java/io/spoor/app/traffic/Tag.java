package io.spoor.app.traffic;

/** An attribute of a generated span, process or log. */
public sealed interface Tag {

  String key();

  /** The value as protocols write it that know text only. */
  String text();

  record Text(String key, String value) implements Tag {
    @Override
    public String text() {
      return value;
    }
  }

  record Whole(String key, long value) implements Tag {
    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  record Decimal(String key, double value) implements Tag {
    @Override
    public String text() {
      return Double.toString(value);
    }
  }

  record Flag(String key, boolean value) implements Tag {
    @Override
    public String text() {
      return Boolean.toString(value);
    }
  }
}
