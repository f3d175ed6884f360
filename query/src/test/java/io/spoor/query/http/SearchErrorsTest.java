package io.spoor.query.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spoor.query.fake.FakeReader;
import io.spoor.query.http.RunningQuery.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad parameters get a 400 in Go's words (contract: query.md §5.1). */
final class SearchErrorsTest {
  private static final FakeReader READER = new FakeReader();
  private static RunningQuery query;

  @BeforeAll
  static void start() {
    query = RunningQuery.over(READER);
  }

  @AfterAll
  static void stop() {
    query.close();
    assertTrue(READER.queries.isEmpty(), "a bad request reached the store");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          start       | abc          | unable to parse param 'start': strconv.ParseInt: parsing "abc": invalid syntax
          start       | 1.5          | unable to parse param 'start': strconv.ParseInt: parsing "1.5": invalid syntax
          start       | 9223372036854775808 | unable to parse param 'start': strconv.ParseInt: parsing "9223372036854775808": value out of range
          end         | abc          | unable to parse param 'end': strconv.ParseInt: parsing "abc": invalid syntax
          limit       | abc          | strconv.ParseInt: parsing "abc": invalid syntax
          limit       | 9999999999   | strconv.ParseInt: parsing "9999999999": value out of range
          minDuration | 100          | unable to parse param 'minDuration': time: missing unit in duration "100"
          maxDuration | 1d           | unable to parse param 'maxDuration': time: unknown unit "d" in duration "1d"
          minDuration | x            | unable to parse param 'minDuration': time: invalid duration "x"
          tag         | foo          | malformed 'tag' parameter, expecting key:value, received: foo
          tags        | foo          | malformed 'tags' parameter, cannot unmarshal JSON: invalid character 'o' in literal false (expecting 'a')
          tags        | {"a":1}      | malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal number into Go value of type string
          tags        | {"a":true}   | malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal bool into Go value of type string
          tags        | {"a":["b"]}  | malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal array into Go value of type string
          tags        | {"a":{}}     | malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal object into Go value of type string
          tags        | ["a"]        | malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal array into Go value of type map[string]string
          tags        | {            | malformed 'tags' parameter, cannot unmarshal JSON: unexpected end of JSON input
          tags        | {"a":1} x    | malformed 'tags' parameter, cannot unmarshal JSON: invalid character 'x' after top-level value
          tags        | {a:1}        | malformed 'tags' parameter, cannot unmarshal JSON: invalid character 'a' looking for beginning of object key string
          traceID     | xyz          | cannot parse traceID param: strconv.ParseUint: parsing "xyz": invalid syntax
          traceID     | -1           | cannot parse traceID param: strconv.ParseUint: parsing "-1": invalid syntax
          traceID     | g0000000000000001 | cannot parse traceID param: strconv.ParseUint: parsing "g": invalid syntax
          traceID     | 100000000000000000000000000000000 | cannot parse traceID param: TraceID cannot be longer than 32 hex characters: 100000000000000000000000000000000
          """)
  void namesWhatIsWrong(String parameter, String value, String message) throws Exception {
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
    assertBadRequest(message, query.get("/api/traces?service=s&" + parameter + "=" + encoded));
  }

  @Test
  void needsAServiceOrTraceIds() throws Exception {
    assertBadRequest("parameter 'service' is required", query.get("/api/traces"));
    assertBadRequest("parameter 'service' is required", query.get("/api/traces?service="));
    assertBadRequest("parameter 'service' is required", query.get("/api/traces?traceID="));
  }

  @Test
  void needsMaxDurationNotBelowMinDuration() throws Exception {
    assertBadRequest(
        "'maxDuration' should be greater than 'minDuration'",
        query.get("/api/traces?service=s&minDuration=2s&maxDuration=1999ms"));
  }

  @Test
  void reportsTheFirstFailureInJaegersOrder() throws Exception {
    String[] bad = {
      "start=x",
      "end=x",
      "tag=x",
      "tags=x",
      "limit=x",
      "minDuration=x",
      "maxDuration=x",
      "traceID=x"
    };
    String[] prefixes = {
      "unable to parse param 'start'",
      "unable to parse param 'end'",
      "malformed 'tag' ",
      "malformed 'tags' ",
      "strconv.ParseInt",
      "unable to parse param 'minDuration'",
      "unable to parse param 'maxDuration'",
      "cannot parse traceID param",
      "parameter 'service'"
    };
    for (int first = 0; first <= bad.length; first++) {
      StringBuilder target = new StringBuilder("/api/traces?minDuration=2s&maxDuration=1s");
      // Backwards: the order of the parameters themselves must not matter.
      for (int i = bad.length - 1; i >= first; i--) {
        target.insert("/api/traces?".length(), bad[i] + "&");
      }
      String message = message(query.get(target.toString()));
      assertTrue(message.startsWith(prefixes[first]), message);
    }
  }

  @Test
  void refusesEscapesThatAreNone() throws Exception {
    assertBadRequest("invalid URL escape \"%zz\"", query.get("/api/traces?service=a%zzb"));
    assertBadRequest("invalid URL escape \"%\"", query.get("/api/operations?service=a%"));
  }

  @Test
  void badIdsInThePathHaveNoPrefix() throws Exception {
    assertBadRequest(
        "strconv.ParseUint: parsing \"chumbawumba\": invalid syntax",
        query.get("/api/traces/chumbawumba"));
    String longId = "0".repeat(33);
    assertBadRequest(
        "TraceID cannot be longer than 32 hex characters: " + longId,
        query.get("/api/traces/" + longId));
  }

  private static void assertBadRequest(String message, Response response) throws Exception {
    assertEquals(message, message(response));
    assertEquals(400, response.status());
  }

  private static String message(Response response) throws Exception {
    return new ObjectMapper().readTree(response.body()).at("/errors/0/msg").asText();
  }
}
