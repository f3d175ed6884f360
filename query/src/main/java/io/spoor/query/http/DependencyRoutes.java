package io.spoor.query.http;

import io.spoor.storage.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Which service calls which (contract: query.md §6.4). */
final class DependencyRoutes {
  private static final long DAY_MILLIS = 86_400_000L;

  private final InstantSource clock;

  DependencyRoutes(InstantSource clock) {
    this.clock = clock;
  }

  void list(Answer answer) {
    Parameters parameters = answer.parameters();
    OptionalLong end = parameters.whole("endTs");
    long lookback = parameters.whole("lookback").orElse(DAY_MILLIS);
    if (lookback < 0) {
      throw new BadRequestException("unable to parse param 'lookback': negative");
    }
    Optional<String> service = parameters.text("service");
    Caller caller = answer.caller();
    caller
        .store()
        .dependencies()
        .dependencies(
            caller.tenant(),
            end.isPresent() ? Instant.ofEpochMilli(end.getAsLong()) : clock.instant(),
            Duration.ofMillis(lookback))
        .map(all -> service.map(name -> of(name, all)).orElse(all))
        .onSuccess(
            links ->
                answer.data(
                    0,
                    json -> {
                      json.writeStartArray();
                      for (Dependency link : links) {
                        json.writeStartObject();
                        json.writeStringField("parent", link.parent());
                        json.writeStringField("child", link.child());
                        json.writeNumberField("callCount", link.callCount());
                        json.writeEndObject();
                      }
                      json.writeEndArray();
                    }))
        .onFailure(answer::failure);
  }

  private static List<Dependency> of(String service, List<Dependency> all) {
    return all.stream()
        .filter(link -> link.parent().equals(service) || link.child().equals(service))
        .toList();
  }
}
