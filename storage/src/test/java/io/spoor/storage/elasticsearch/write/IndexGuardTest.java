package io.spoor.storage.elasticsearch.write;

import static io.spoor.storage.elasticsearch.write.ElasticsearchFixture.await;
import static io.spoor.storage.elasticsearch.write.ElasticsearchFixture.failure;
import static io.spoor.storage.elasticsearch.write.ElasticsearchFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.Tenant;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.server.ElasticsearchTest;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indices come into being as they should, whatever is missing. */
@ElasticsearchTest
class IndexGuardTest {
  private static final String ALL = "{\"match_all\":{}}";

  private ElasticsearchFixture fixture;

  @BeforeEach
  void open(TestServer server) {
    fixture = new ElasticsearchFixture(server);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void putsADeletedTemplateBackBeforeTheNextIndex() {
    ElasticsearchWriter writer = fixture.writer();
    write(writer, TestSpan.span(1, 1));
    String path =
        (fixture.server.release().major() >= 8 ? "/_index_template/" : "/_template/")
            + fixture.index("jaeger-span");
    fixture.server.send("DELETE", path, "").expect(200);

    write(writer, TestSpan.span(1, 2).start(TestSpan.NOON + 86_400_000_000L));

    String mapping =
        fixture.server.get("/" + fixture.index("jaeger-span-2024-01-11") + "/_mapping").body();
    assertTrue(mapping.contains("\"nested\""), mapping);
  }

  @Test
  void losesNothingWithoutAnyTemplate() {
    for (TagFields tags : List.of(TagFields.HOT, TagFields.all("@"), TagFields.NONE)) {
      ElasticsearchWriter writer =
          fixture.writer(
              ElasticsearchFixture.OPTIONS,
              fixture.indices(),
              ElasticsearchFixture.TEMPLATES.withTags(tags).withoutCreating());
      for (Object value :
          List.of("2024-01-01", "x", 5L, 12.5, true, "y".repeat(40_000), "127.0.0.1", "1")) {
        write(
            writer,
            TestSpan.span(1, 1).tag("db.statement", value).tag("other", value).log("l", value));
      }
      assertEquals(8, fixture.spanIds(ALL).size());
      fixture.server.deleteIndices(fixture.prefix + "*");
    }
  }

  @Test
  void letsManyWritersMeetANewIndexAtOnce() {
    List<Future<Void>> writes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ElasticsearchWriter writer = fixture.writer();
      for (int j = 0; j < 5; j++) {
        writes.add(writer.write(Tenant.DEFAULT, TestSpan.batch(TestSpan.span(1, i * 5 + j))));
      }
    }
    await(Future.all(writes));

    assertEquals(15, fixture.spanIds(ALL).size());
    assertEquals(1, fixture.all(fixture.index("jaeger-service-2024-01-10")).size());
  }

  @Test
  void waitsForAliasesInsteadOfMakingIndicesOfTheirNames() {
    ElasticsearchWriter writer =
        fixture.writer(
            ElasticsearchFixture.OPTIONS,
            fixture.indices().withAliases(),
            ElasticsearchFixture.TEMPLATES);
    SpanBatch batch = TestSpan.batch(TestSpan.span(1, 1));

    StorageException failure = failure(writer, batch);
    for (String set : List.of("jaeger-span", "jaeger-service")) {
      String body = "{\"aliases\":{\"%s-write\":{}}}".formatted(fixture.index(set));
      fixture.server.send("PUT", "/" + fixture.index(set) + "-000001", body).expect(200);
    }
    await(writer.write(Tenant.DEFAULT, batch));

    assertEquals(Kind.TRANSIENT, failure.kind());
    assertTrue(failure.getMessage().contains("es-rollover init"), failure.getMessage());
    assertEquals(1, fixture.all(fixture.index("jaeger-span-000001")).size());
    assertEquals(1, fixture.all(fixture.index("jaeger-service-000001")).size());
  }

  @Test
  void keepsSpansForAnOperatorWhoNamesIndicesAsNobodyMay() {
    ElasticsearchWriter writer =
        fixture.writer(
            ElasticsearchFixture.OPTIONS,
            fixture.indices().withPrefix("Upper"),
            ElasticsearchFixture.TEMPLATES.withoutCreating());

    StorageException failure = failure(writer, TestSpan.batch(TestSpan.span(1, 1)));

    assertEquals(Kind.TRANSIENT, failure.kind());
  }
}
