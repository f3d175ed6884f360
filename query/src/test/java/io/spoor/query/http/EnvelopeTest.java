package io.spoor.query.http;

import static io.spoor.query.fake.TestSpans.process;
import static io.spoor.query.fake.TestSpans.span;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.query.fake.FakeReader;
import io.spoor.query.http.RunningQuery.Response;
import io.spoor.storage.StorageException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every byte around the data, in success and failure (contract: query.md §2). */
final class EnvelopeTest {
  private static RunningQuery query;

  @BeforeAll
  static void start() {
    query = RunningQuery.overMemory();
    query.store(span(1, 1), span(2, 1).setProcess(process("a<b>&c\u2028\u2029\"\\\b\u0001é")));
  }

  @AfterAll
  static void stop() {
    query.close();
  }

  @Test
  void holdsAllFiveKeysInOrderAndNoNewlineAtTheEnd() {
    Response response = query.get("/api/traces?service=nobody");
    assertEquals(200, response.status());
    assertEquals("application/json", response.header("content-type"));
    assertEquals(
        "{\"data\":[],\"total\":0,\"limit\":0,\"offset\":0,\"errors\":null}", response.body());
  }

  @Test
  void countsServicesInTotalAndEscapesAsGoDoes() {
    assertEquals(
        "{\"data\":[\"a\\u003cb\\u003e\\u0026c\\u2028\\u2029\\\"\\\\\\u0008\\u0001é\",\"frontend\"],"
            + "\"total\":2,\"limit\":0,\"offset\":0,\"errors\":null}",
        query.get("/api/services").body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"prettyPrint=true", "prettyPrint=1", "prettyPrint=no"})
  void indentsByFourSpaces(String parameter) {
    assertEquals(
        """
        {
            "data": [
                "GET /"
            ],
            "total": 1,
            "limit": 0,
            "offset": 0,
            "errors": null
        }""",
        query.get("/api/services/frontend/operations?" + parameter).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"prettyPrint=false", "prettyPrint=", "prettyPrint"})
  void doesNotIndentWhenToldNotTo(String parameter) {
    assertEquals(
        "{\"data\":[],\"total\":0,\"limit\":0,\"offset\":0,\"errors\":null}",
        query.get("/api/operations?service=nobody&" + parameter).body());
  }

  @Test
  void indentsEmptyListsAndFailuresToo() {
    assertEquals(
        """
        {
            "data": [],
            "total": 0,
            "limit": 0,
            "offset": 0,
            "errors": null
        }""",
        query.get("/api/traces?service=nobody&prettyPrint=true").body());
    assertEquals(
        """
        {
            "data": null,
            "total": 0,
            "limit": 0,
            "offset": 0,
            "errors": [
                {
                    "code": 400,
                    "msg": "parameter 'service' is required"
                }
            ]
        }
        """,
        query.get("/api/traces?prettyPrint=true").body());
  }

  @Test
  void sendsFailuresAsTextWithOneNewline() {
    Response response = query.get("/api/operations");
    assertEquals(400, response.status());
    assertEquals("text/plain; charset=utf-8", response.header("content-type"));
    assertEquals("nosniff", response.header("x-content-type-options"));
    assertEquals(
        "{\"data\":null,\"total\":0,\"limit\":0,\"offset\":0,"
            + "\"errors\":[{\"code\":400,\"msg\":\"parameter 'service' is required\"}]}\n",
        response.body());
  }

  @Test
  void answers404ForATraceNobodyStored() {
    Response response = query.get("/api/traces/abc");
    assertEquals(404, response.status());
    assertEquals(
        "{\"data\":null,\"total\":0,\"limit\":0,\"offset\":0,"
            + "\"errors\":[{\"code\":404,\"msg\":\"trace not found\"}]}\n",
        response.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/traces?service=a",
        "/api/traces?traceID=1",
        "/api/traces/1",
        "/api/services",
        "/api/services/a/operations",
        "/api/operations?service=a"
      })
  void answers500WithTheReasonWhenTheStoreFails(String target) {
    FakeReader reader = new FakeReader();
    reader.failWith(new StorageException(StorageException.Kind.TRANSIENT, "the disk is <gone>"));
    try (RunningQuery broken = RunningQuery.over(reader)) {
      Response response = broken.get(target);
      assertEquals(500, response.status());
      assertEquals("text/plain; charset=utf-8", response.header("content-type"));
      assertEquals(
          "{\"data\":null,\"total\":0,\"limit\":0,\"offset\":0,"
              + "\"errors\":[{\"code\":500,\"msg\":\"the disk is \\u003cgone\\u003e\"}]}\n",
          response.body());
    }
  }

  @Test
  void answers500ToWhatOnlyTheStoreRefuses() {
    Response response = query.get("/api/traces?service=frontend&start=2&end=1");
    assertEquals(500, response.status());
    assertEquals(
        "{\"data\":null,\"total\":0,\"limit\":0,\"offset\":0,"
            + "\"errors\":[{\"code\":500,\"msg\":\"start Time Minimum is above Maximum\"}]}\n",
        response.body());
  }
}
