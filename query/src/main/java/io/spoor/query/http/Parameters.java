package io.spoor.query.http;

import io.spoor.proto.text.GoDuration;
import io.spoor.proto.text.GoNumber;
import io.spoor.storage.TraceId;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Query parameters, read as Jaeger reads them: the first value wins, an empty one counts as absent
 * (contract: query.md §4). What does not parse is a {@link BadRequestException} in Go's words.
 */
final class Parameters {
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
  private static final int MAX_TRACE_ID_DIGITS = 32;

  private final MultiMap values;

  Parameters(MultiMap values) {
    this.values = values;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  List<String> all(String name) {
    return values.getAll(name);
  }

  OptionalLong micros(String name) {
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
    if (!HEX.matcher(text).matches()) {
      throw new BadRequestException(
          GoNumber.failure("ParseUint", text, "invalid syntax").getMessage());
    }
    int lowFrom = Math.max(0, text.length() - 16);
    long high = lowFrom == 0 ? 0 : Long.parseUnsignedLong(text.substring(0, lowFrom), 16);
    return new TraceId(high, Long.parseUnsignedLong(text.substring(lowFrom), 16));
  }

  private static BadRequestException unparsable(String name, IllegalArgumentException why) {
    return new BadRequestException("unable to parse param '" + name + "': " + why.getMessage());
  }
}
