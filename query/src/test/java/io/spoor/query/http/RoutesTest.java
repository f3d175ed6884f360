package io.spoor.query.http;

import static io.spoor.query.fake.TestSpans.process;
import static io.spoor.query.fake.TestSpans.span;
import static io.spoor.query.fake.TestSpans.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.query.http.RunningQuery.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which path is what (contract: query.md §1, §3). */
final class RoutesTest {
  private static RunningQuery query;

  @BeforeAll
  static void start() {
    query = RunningQuery.overMemory();
    query.store(
        span(1, 1).setProcess(process("abc/def")).setOperationName("slash"),
        span(2, 1).setProcess(process("two words")).setOperationName("blank"),
        span(3, 1).setProcess(process("frontend")).addTags(tag("k", "a;b")));
  }

  @AfterAll
  static void stop() {
    query.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc%2Fdef", "abc%2fdef", "%61bc%2Fdef"})
  void serviceInThePathMayHoldAnEncodedSlash(String service) {
    assertOperations("[\"slash\"]", service);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two+words", "two%20words"})
  void plusInThePathMeansABlank(String service) {
    assertOperations("[\"blank\"]", service);
  }

  @Test
  void semicolonIsPartOfAValue() {
    assertTrue(query.get("/api/traces?service=frontend&tag=k:a;b").body().contains("spanID"));
    assertEquals(
        query.get("/api/traces?service=nobody").body(),
        query.get("/api/traces?service=frontend&tag=k:a").body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/search",
        "/trace/1",
        "/favicon.ico",
        "/api",
        "/api/",
        "/api/nothing",
        "/api/services/",
        "/api/traces/",
        "/api/traces/1/",
        "/api/services/frontend/operations/",
        "/api/services/abc/def/operations",
        "/API/services"
      })
  void everythingElseIsThePage(String path) {
    Response response = query.get(path);
    assertEquals(200, response.status());
    assertEquals("text/html; charset=utf-8", response.header("content-type"));
    assertTrue(response.body().startsWith("<!doctype html>"), response.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"})
  void wrongMethodsOnKnownPathsGet405WithoutABody(String method) {
    for (String path :
        new String[] {
          "/api/traces",
          "/api/traces/1",
          "/api/services",
          "/api/services/a/operations",
          "/api/operations"
        }) {
      Response response = query.send(method, path);
      assertEquals(405, response.status(), path);
      assertEquals("", response.body(), path);
    }
  }

  @Test
  void headOfThePageHasNoBody() {
    Response response = query.send("HEAD", "/");
    assertEquals(200, response.status());
    assertEquals("", response.body());
  }

  @Test
  void takesSearchesByAThousandIds() {
    String target = "/api/traces?" + "traceID=00000000000000000000000000000001&".repeat(1200);
    Response response = query.get(target);
    assertEquals(200, response.status());
    assertEquals(1200, response.body().split("\"processes\"", -1).length - 1);
  }

  @Test
  void refusesRequestLinesWithoutEnd() {
    assertEquals(414, query.get("/api/traces?service=" + "x".repeat(70_000)).status());
  }

  private static void assertOperations(String expected, String service) {
    Response response = query.get("/api/services/" + service + "/operations");
    assertEquals(
        "{\"data\":" + expected + ",\"total\":1,\"limit\":0,\"offset\":0,\"errors\":null}",
        response.body());
  }
}
