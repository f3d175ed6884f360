package io.spoor.bench.variant;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The fixed text of a document. */
final class Parts {
  static final byte[] TRACE_ID = bytes("{\"traceID\":");
  static final byte[] SPAN_ID = bytes(",\"spanID\":");
  static final byte[] NAME = bytes(",\"operationName\":");
  static final byte[] REFERENCES = bytes(",\"references\":[");
  static final byte[] REFERENCE = bytes("{\"refType\":\"CHILD_OF\",\"traceID\":");
  static final byte[] START = bytes(",\"startTime\":");
  static final byte[] DURATION = bytes(",\"duration\":");
  static final byte[] TAGS = bytes(",\"tags\":[");
  static final byte[] KEY = bytes("{\"key\":");
  static final byte[] STRING = bytes(",\"type\":\"string\",\"value\":");
  static final byte[] INT64 = bytes(",\"type\":\"int64\",\"value\":\"");
  static final byte[] QUOTE_END = bytes("\"},");
  static final byte[] NEXT = bytes("},");
  static final byte[] PROCESS = bytes(",\"process\":{\"serviceName\":");
  static final byte[] END = bytes("}}\n");

  private Parts() {}

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
