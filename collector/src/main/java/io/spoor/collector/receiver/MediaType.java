package io.spoor.collector.receiver;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.regex.Pattern;

/** The value of a Content-Type header, read as Go's {@code mime} package reads it. */
public sealed interface MediaType {

  /**
   * @param essence type and subtype in lower case, without parameters
   */
  record Parsed(String essence) implements MediaType {}

  /**
   * @param reason in the words of the reference (contract: collector.md §3.2)
   */
  record Malformed(String reason) implements MediaType {}

  Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  Pattern PARAMETERS =
      Pattern.compile(
          "(?:\\s*;\\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+\\s*=\\s*"
              + "(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+|\"(?:[^\"\\\\]|\\\\.)*\"))*\\s*;?\\s*");

  static MediaType of(HttpServerRequest request) {
    String header = request.getHeader("content-type");
    if (header == null || header.isBlank()) {
      return new Malformed("mime: no media type");
    }
    int semicolon = header.indexOf(';');
    String essence =
        (semicolon < 0 ? header : header.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
    if (essence.isEmpty()) {
      return new Malformed("mime: no media type");
    }
    int slash = essence.indexOf('/');
    String type = slash < 0 ? essence : essence.substring(0, slash);
    if (!TOKEN.matcher(type).matches()) {
      return new Malformed("mime: expected token after slash");
    }
    if (slash >= 0 && !TOKEN.matcher(essence.substring(slash + 1)).matches()) {
      return new Malformed("mime: unexpected content after media subtype");
    }
    if (semicolon >= 0 && !PARAMETERS.matcher(header.substring(semicolon)).matches()) {
      return new Malformed("mime: invalid media parameter");
    }
    return new Parsed(essence);
  }
}
