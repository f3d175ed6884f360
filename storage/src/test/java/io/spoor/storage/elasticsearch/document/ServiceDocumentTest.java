package io.spoor.storage.elasticsearch.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.spoor.proto.model.SpanBatch;
import io.spoor.proto.wire.WireWriter;
import io.spoor.storage.contract.TestSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceDocumentTest {

  @ParameterizedTest
  @CsvSource({"service,operation,de3b5a8f1a79989d", "s,'',af63ee4c86020b22"})
  void hasTheIdOfJaeger(String service, String operation, String id) {
    WireWriter out = new WireWriter(64);
    of(TestSpan.span(1, 1).service(service).operation(operation)).writeId(out);

    assertEquals(id, text(out));
  }

  @Test
  void namesTheKindsOfOpenTelemetryAlone() {
    TestSpan span = TestSpan.span(1, 1).service("a\"b").operation("GET /");

    assertEquals(
        """
        {"doc":{"serviceName":"a\\"b","operationName":"GET /"},"doc_as_upsert":true}""",
        body(span));
    assertEquals(body(span), body(span.tag("span.kind", "Server")));
    assertEquals(body(span), body(span.tag("span.kind", true)));
    assertEquals(
        """
        {"doc":{"serviceName":"a\\"b","operationName":"GET /","spanKind":{"server":true}},\
        "doc_as_upsert":true}""",
        body(span.tag("span.kind", "server")));
  }

  @Test
  void tellsPairsOfTheSameIdApart() {
    ServiceDocument one = of(TestSpan.span(1, 1).service("ab").operation("c"));
    ServiceDocument other = of(TestSpan.span(1, 1).service("a").operation("bc"));

    assertEquals(one.id(), other.id());
    assertNotEquals(one.check(), other.check());
  }

  private static String body(TestSpan span) {
    WireWriter out = new WireWriter(64);
    of(span).write(out);
    return text(out);
  }

  private static ServiceDocument of(TestSpan span) {
    SpanBatch batch = TestSpan.batch(span);
    SpanDocument documents = new SpanDocument(TagFields.HOT);
    documents.start(batch);
    documents.write(0, new WireWriter(64));
    ServiceDocument service = new ServiceDocument();
    documents.describe(service);
    return service;
  }

  private static String text(WireWriter out) {
    return new String(out.array(), 0, out.size(), UTF_8);
  }
}
