package io.spoor.query.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.model.SpanBatch;
import io.spoor.query.adjuster.Adjuster;
import io.spoor.query.json.TraceJson;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Search and get by id (contract: query.md §5). */
final class TraceRoutes {
  private final WorkerExecutor rendering;
  private final InstantSource clock;
  private final Adjuster adjuster = Adjuster.standard();

  TraceRoutes(WorkerExecutor rendering, InstantSource clock) {
    this.rendering = rendering;
    this.clock = clock;
  }

  void search(Answer answer) {
    SearchParameters search = SearchParameters.parse(answer.parameters(), clock.instant());
    Future<Found> found;
    if (search instanceof SearchParameters.ByIds byIds) {
      found = byIds(answer.caller(), byIds.ids());
    } else {
      found =
          answer
              .caller()
              .store()
              .reader()
              .findTraces(answer.caller().tenant(), ((SearchParameters.ByQuery) search).query())
              .map(traces -> new Found(traces, List.of()));
    }
    send(answer, found);
  }

  /**
   * @param id as it stands in the path
   */
  void get(Answer answer, String id) {
    Future<Found> found =
        answer
            .caller()
            .store()
            .reader()
            .trace(answer.caller().tenant(), Parameters.traceId(id))
            .map(
                trace ->
                    new Found(List.of(trace.orElseThrow(TraceNotFoundException::new)), List.of()));
    send(answer, found);
  }

  /** Ids nobody knows do not fail the request: they are reported beside the others. */
  private static Future<Found> byIds(Caller caller, List<TraceId> ids) {
    return Lookups.of(caller, ids)
        .map(
            lookups -> {
              List<Trace> traces = new ArrayList<>();
              List<Envelope.Problem> problems = new ArrayList<>();
              for (int i = 0; i < ids.size(); i++) {
                if (lookups.get(i).isPresent()) {
                  traces.add(lookups.get(i).get());
                } else {
                  problems.add(new Envelope.Problem(0, "trace not found", ids.get(i).toString()));
                }
              }
              return new Found(traces, problems);
            });
  }

  private void send(Answer answer, Future<Found> found) {
    boolean raw = answer.parameters().raw();
    boolean pretty = answer.parameters().pretty();
    found
        .compose(result -> rendering.executeBlocking(() -> render(result, raw, pretty), false))
        .onSuccess(answer::json)
        .onFailure(answer::failure);
  }

  private byte[] render(Found found, boolean raw, boolean pretty) {
    return Envelope.data(
        pretty,
        0,
        found.problems(),
        json -> {
          json.writeStartArray();
          for (Trace trace : found.traces()) {
            List<Span> spans = spans(trace.spans());
            TraceJson.write(raw ? spans : adjuster.adjust(spans), json);
          }
          json.writeEndArray();
        });
  }

  private static List<Span> spans(SpanBatch batch) throws InvalidProtocolBufferException {
    List<Process> processes = new ArrayList<>(batch.processCount());
    for (int i = 0; i < batch.processCount(); i++) {
      processes.add(
          Process.parseFrom(
              ByteString.copyFrom(batch.array(), batch.processOffset(i), batch.processLength(i))));
    }
    List<Span> spans = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      ByteString bytes =
          ByteString.copyFrom(batch.array(), batch.spanOffset(i), batch.spanLength(i));
      spans.add(
          Span.parseFrom(bytes).toBuilder().setProcess(processes.get(batch.process(i))).build());
    }
    return spans;
  }

  private record Found(List<Trace> traces, List<Envelope.Problem> problems) {}
}
