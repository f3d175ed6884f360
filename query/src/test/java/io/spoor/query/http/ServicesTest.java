package io.spoor.query.http;

import static io.spoor.query.fake.TestSpans.process;
import static io.spoor.query.fake.TestSpans.span;
import static io.spoor.query.fake.TestSpans.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Services and both forms of operations (contract: query.md §6). */
final class ServicesTest {
  private static final String END = ",\"limit\":0,\"offset\":0,\"errors\":null}";

  @Test
  void listsAreEmptyBeforeTheFirstSpan() {
    try (RunningQuery query = RunningQuery.overMemory()) {
      assertEquals("{\"data\":[],\"total\":0" + END, query.get("/api/services").body());
      assertEquals(
          "{\"data\":[],\"total\":0" + END, query.get("/api/services/a/operations").body());
      assertEquals("{\"data\":[],\"total\":0" + END, query.get("/api/operations?service=a").body());
    }
  }

  @Test
  void namesAnOperationOnceInTheOldFormAndOnceAKindInTheNew() {
    try (RunningQuery query = RunningQuery.overMemory()) {
      query.store(
          span(1, 1).setOperationName("get").addTags(tag("span.kind", "server")),
          span(1, 2).setOperationName("get").addTags(tag("span.kind", "client")),
          span(1, 3).setOperationName("get").addTags(tag("span.kind", "client")),
          span(1, 4).setOperationName("put"),
          span(1, 5).setOperationName("other").setProcess(process("backend")));
      assertEquals(
          "{\"data\":[\"backend\",\"frontend\"],\"total\":2" + END,
          query.get("/api/services").body());
      assertEquals(
          "{\"data\":[\"get\",\"put\"],\"total\":2" + END,
          query.get("/api/services/frontend/operations").body());
      assertEquals(
          "{\"data\":[{\"name\":\"get\",\"spanKind\":\"client\"},"
              + "{\"name\":\"get\",\"spanKind\":\"server\"},"
              + "{\"name\":\"put\",\"spanKind\":\"\"}],\"total\":3"
              + END,
          query.get("/api/operations?service=frontend").body());
      assertEquals(
          "{\"data\":[{\"name\":\"get\",\"spanKind\":\"server\"}],\"total\":1" + END,
          query.get("/api/operations?service=frontend&spanKind=server").body());
      assertEquals(
          "{\"data\":[],\"total\":0" + END,
          query.get("/api/operations?service=frontend&spanKind=producer").body());
    }
  }
}
