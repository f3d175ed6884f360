package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.proto.model.TagReader;
import java.util.Arrays;

/** The kinds of OpenTelemetry, by which operations are told apart; all else counts as none. */
public enum SpanKind {
  NONE(""),
  SERVER("server"),
  CLIENT("client"),
  PRODUCER("producer"),
  CONSUMER("consumer"),
  INTERNAL("internal");

  private static final byte[] KEY = "span.kind".getBytes(US_ASCII);
  private static final SpanKind[] ALL = values();
  private static final byte[][] TEXTS =
      Arrays.stream(ALL).map(kind -> kind.text.getBytes(US_ASCII)).toArray(byte[][]::new);

  private final String text;

  SpanKind(String text) {
    this.text = text;
  }

  /** As it stands in the tag; empty for none. */
  public String text() {
    return text;
  }

  byte[] ascii() {
    return text.getBytes(US_ASCII);
  }

  /** What this tag says, or {@code otherwise}. */
  static SpanKind of(TagReader tag, SpanKind otherwise) {
    if (tag.keyLength() != KEY.length || tag.type() != TagReader.STRING) {
      return otherwise;
    }
    byte[] bytes = tag.array();
    int from = tag.keyOffset();
    if (!Arrays.equals(bytes, from, from + KEY.length, KEY, 0, KEY.length)) {
      return otherwise;
    }
    int value = tag.valueOffset();
    int end = value + tag.valueLength();
    for (int i = 0; i < TEXTS.length; i++) {
      if (Arrays.equals(bytes, value, end, TEXTS[i], 0, TEXTS[i].length)) {
        return ALL[i];
      }
    }
    return NONE;
  }
}
