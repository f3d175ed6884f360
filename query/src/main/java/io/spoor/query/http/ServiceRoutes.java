package io.spoor.query.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.storage.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Services and their operations, in both forms (contract: query.md §6). */
final class ServiceRoutes {
  void services(Answer answer) {
    Caller caller = answer.caller();
    caller
        .store()
        .reader()
        .services(caller.tenant())
        .onSuccess(names -> answer.data(names.size(), json -> strings(json, names)))
        .onFailure(answer::failure);
  }

  /** The old form: unique names. */
  void operationNames(Answer answer, String service) {
    Caller caller = answer.caller();
    caller
        .store()
        .reader()
        .operations(caller.tenant(), service)
        .map(operations -> operations.stream().map(Operation::name).distinct().toList())
        .onSuccess(names -> answer.data(names.size(), json -> strings(json, names)))
        .onFailure(answer::failure);
  }

  /** The new form: one entry for each name and kind. */
  void operations(Answer answer) {
    String service =
        answer
            .parameters()
            .text("service")
            .orElseThrow(() -> new BadRequestException("parameter 'service' is required"));
    Optional<String> kind = answer.parameters().text("spanKind");
    Caller caller = answer.caller();
    caller
        .store()
        .reader()
        .operations(caller.tenant(), service)
        .map(
            all ->
                all.stream()
                    .filter(operation -> kind.isEmpty() || kind.get().equals(operation.spanKind()))
                    .toList())
        .onSuccess(
            operations ->
                answer.data(
                    operations.size(),
                    json -> {
                      json.writeStartArray();
                      for (Operation operation : operations) {
                        json.writeStartObject();
                        json.writeStringField("name", operation.name());
                        json.writeStringField("spanKind", operation.spanKind());
                        json.writeEndObject();
                      }
                      json.writeEndArray();
                    }))
        .onFailure(answer::failure);
  }

  private static void strings(JsonGenerator json, List<String> values) throws IOException {
    json.writeStartArray();
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
