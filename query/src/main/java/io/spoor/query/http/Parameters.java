package io.spoor.query.http;

import io.spoor.proto.text.GoDuration;
import io.spoor.proto.text.GoNumber;
import io.spoor.storage.TraceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Query parameters, read as Jaeger reads them: the first value wins, an empty one counts as absent
 * (contract: query.md §4). What does not parse is a {@link BadRequestException} in Go's words.
 */
final class Parameters {
  /** What a request has whose parameters cannot be told apart. */
  static final Parameters NONE = new Parameters(Map.of());

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
  private static final int MAX_TRACE_ID_DIGITS = 32;

  private final Map<String, List<String>> values;

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads what stands behind the question mark. A semicolon is a character like any other: tag
   * values hold them.
   */
  static Parameters parse(String query) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = UrlText.decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : UrlText.decode(pair.substring(equals + 1));
        values.computeIfAbsent(name, added -> new ArrayList<>()).add(value);
      }
    }
    return new Parameters(values);
  }

  /** The first value. */
  Optional<String> text(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .findFirst()
        .filter(value -> !value.isEmpty());
  }

  /** Every value that is not empty, in the order they were sent. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(value -> !value.isEmpty()).toList();
  }

  /** An integer of 64 bits, such as a time. */
  OptionalLong whole(String name) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(GoNumber.parseInt(value.get(), 64));
    } catch (IllegalArgumentException e) {
      throw unparsable(name, e);
    }
  }

  OptionalInt limit(String name) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of((int) GoNumber.parseInt(value.get(), 32));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(e.getMessage());
    }
  }

  Optional<Duration> duration(String name) {
    try {
      return text(name).map(GoDuration::parse);
    } catch (IllegalArgumentException e) {
      throw unparsable(name, e);
    }
  }

  /** Unparsable means false, as in 1.53. */
  boolean raw() {
    return text("raw")
        .filter(value -> List.of("1", "t", "T", "true", "TRUE", "True").contains(value))
        .isPresent();
  }

  boolean pretty() {
    return text("prettyPrint").filter(value -> !value.equals("false")).isPresent();
  }

  /** 1 to 32 hexadecimal digits of either case; up to 16 fill the low half. */
  static TraceId traceId(String text) {
    if (text.length() > MAX_TRACE_ID_DIGITS) {
      throw new BadRequestException("TraceID cannot be longer than 32 hex characters: " + text);
    }
    int lowFrom = Math.max(0, text.length() - 16);
    long high = lowFrom == 0 ? 0 : half(text.substring(0, lowFrom));
    return new TraceId(high, half(text.substring(lowFrom)));
  }

  private static long half(String digits) {
    if (!HEX.matcher(digits).matches()) {
      throw new BadRequestException(
          GoNumber.failure("ParseUint", digits, "invalid syntax").getMessage());
    }
    return Long.parseUnsignedLong(digits, 16);
  }

  private static BadRequestException unparsable(String name, IllegalArgumentException why) {
    return new BadRequestException("unable to parse param '" + name + "': " + why.getMessage());
  }
}
