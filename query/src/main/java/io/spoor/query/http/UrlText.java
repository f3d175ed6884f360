package io.spoor.query.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.text.GoText;
import java.net.URLDecoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as it stands in the query part of a URL. */
final class UrlText {
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2}).{0,2}");

  private UrlText() {}

  /**
   * Escapes become characters, and plus signs blanks.
   *
   * @throws BadRequestException naming an escape that is none
   */
  static String decode(String text) {
    Matcher bad = BAD_ESCAPE.matcher(text);
    if (bad.find()) {
      throw new BadRequestException("invalid URL escape " + GoText.quote(bad.group()));
    }
    return URLDecoder.decode(text, UTF_8);
  }
}
