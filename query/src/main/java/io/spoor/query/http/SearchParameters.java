package io.spoor.query.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spoor.proto.text.GoJson;
import io.spoor.storage.TraceId;
import io.spoor.storage.TraceQuery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The parameters of /api/traces (contract: query.md §5.1): either trace ids or a query. */
sealed interface SearchParameters {

  record ByIds(List<TraceId> ids) implements SearchParameters {}

  record ByQuery(TraceQuery query) implements SearchParameters {}

  int DEFAULT_LIMIT = 100;
  Duration DEFAULT_LOOKBACK = Duration.ofDays(2);
  JsonFactory JSON = new JsonFactory();

  /** Reads in the reference's order: the first failure decides the message. */
  static SearchParameters parse(Parameters parameters, Instant now) {
    OptionalLong start = parameters.whole("start");
    OptionalLong end = parameters.whole("end");
    Map<String, String> tags = tags(parameters);
    int limit = parameters.limit("limit").orElse(DEFAULT_LIMIT);
    Optional<Duration> minDuration = parameters.duration("minDuration");
    Optional<Duration> maxDuration = parameters.duration("maxDuration");
    List<TraceId> ids = ids(parameters);
    Optional<String> service = parameters.text("service");
    if (ids.isEmpty() && service.isEmpty()) {
      throw new BadRequestException("parameter 'service' is required");
    }
    OptionalLong minMicros = micros(minDuration);
    OptionalLong maxMicros = micros(maxDuration);
    if (minMicros.isPresent()
        && maxMicros.isPresent()
        && maxDuration.get().compareTo(minDuration.get()) < 0) {
      throw new BadRequestException("'maxDuration' should be greater than 'minDuration'");
    }
    if (!ids.isEmpty()) {
      return new ByIds(ids);
    }
    return new ByQuery(
        new TraceQuery(
            service,
            parameters.text("operation"),
            tags,
            start.orElseGet(() -> micros(now.minus(DEFAULT_LOOKBACK))),
            end.orElseGet(() -> micros(now)),
            minMicros,
            maxMicros,
            limit < 1 ? DEFAULT_LIMIT : limit));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** Zero counts as absent. */
  private static OptionalLong micros(Optional<Duration> duration) {
    return duration.filter(value -> !value.isZero()).stream()
        .mapToLong(value -> value.toNanos() / 1000)
        .findFirst();
  }

  private static List<TraceId> ids(Parameters parameters) {
    List<TraceId> ids = new ArrayList<>();
    for (String id : parameters.all("traceID")) {
      try {
        ids.add(Parameters.traceId(id));
      } catch (BadRequestException e) {
        throw new BadRequestException("cannot parse traceID param: " + e.getMessage());
      }
    }
    return ids;
  }

  /** {@code tag=key:value} and then {@code tags={"key":"value"}}: later keys win. */
  private static Map<String, String> tags(Parameters parameters) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : parameters.all("tag")) {
      int colon = tag.indexOf(':');
      if (colon < 0) {
        throw new BadRequestException(
            "malformed 'tag' parameter, expecting key:value, received: " + tag);
      }
      tags.put(tag.substring(0, colon), tag.substring(colon + 1));
    }
    for (String json : parameters.all("tags")) {
      tags.putAll(tagsObject(json));
    }
    return tags;
  }

  private static Map<String, String> tagsObject(String text) {
    try {
      GoJson.check(text);
    } catch (IllegalArgumentException e) {
      throw malformedTags(e.getMessage());
    }
    Map<String, String> tags = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      JsonToken first = json.nextToken();
      if (first == JsonToken.VALUE_NULL) {
        return tags;
      }
      if (first != JsonToken.START_OBJECT) {
        throw malformedTags(
            "json: cannot unmarshal " + goName(first) + " into Go value of type map[string]string");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
          throw malformedTags(
              "json: cannot unmarshal " + goName(value) + " into Go value of type string");
        }
        tags.put(key, value == JsonToken.VALUE_NULL ? "" : json.getText());
      }
      return tags;
    } catch (IOException e) {
      // Of what Go takes, this parser refuses what is far too long or deep.
      throw malformedTags("json: " + e.getClass().getSimpleName());
    }
  }

  private static BadRequestException malformedTags(String why) {
    return new BadRequestException("malformed 'tags' parameter, cannot unmarshal JSON: " + why);
  }

  private static String goName(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "object";
      case START_ARRAY -> "array";
      case VALUE_TRUE, VALUE_FALSE -> "bool";
      case VALUE_STRING -> "string";
      default -> "number";
    };
  }
}
