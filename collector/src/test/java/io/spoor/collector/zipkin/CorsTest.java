package io.spoor.collector.zipkin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.collector.receiver.CorsOptions;
import io.spoor.collector.receiver.ReceiverPort;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract: zipkin.md §3.5 and §20, 11. */
class CorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // allowed origins; allowed headers; origin; method; headers; granted origin
        "*; ; https://a.example; POST; content-type; *",
        "*; ; https://a.example; POST; x-odd; ",
        "*; x-odd; https://a.example; POST; X-Odd; *",
        "*; *; https://a.example; POST; x-odd, y; *",
        "*; ; https://a.example; PUT; ; ",
        "https://a.example; ; https://a.example; POST; ; https://a.example",
        "https://a.example; ; https://b.example; POST; ; ",
        "https://*.example; ; https://shop.a.example; POST; ; https://shop.a.example",
        "https://*.example; ; http://shop.a.example; POST; ; "
      })
  void answersPreflights(
      String origins, String headers, String origin, String method, String asked, String granted)
      throws Exception {
    CorsOptions options =
        new CorsOptions(List.of(origins), headers == null ? List.of() : List.of(headers));
    try (ReceiverPort door = door(options)) {
      var request =
          door.request("/api/v2/spans")
              .method("OPTIONS", BodyPublishers.noBody())
              .header("Origin", origin)
              .header("Access-Control-Request-Method", method);
      if (asked != null) {
        request.header("Access-Control-Request-Headers", asked);
      }
      HttpResponse<String> answer = door.send(request);
      assertEquals(204, answer.statusCode());
      assertEquals(granted == null ? "" : granted, header(answer, "Access-Control-Allow-Origin"));
      assertEquals(granted == null ? "" : method, header(answer, "Access-Control-Allow-Methods"));
      assertEquals(
          granted == null || asked == null ? "" : asked,
          header(answer, "Access-Control-Allow-Headers"));
      boolean isNamed = granted != null && !granted.equals("*");
      assertEquals(isNamed ? "true" : "", header(answer, "Access-Control-Allow-Credentials"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example,https://a.example,https://a.example",
    "https://a.example,https://b.example,''",
    "*,https://b.example,*"
  })
  void tellsPagesThatTheirSpansWereTaken(String allowed, String origin, String granted)
      throws Exception {
    try (ReceiverPort door = door(new CorsOptions(List.of(allowed), List.of()))) {
      HttpResponse<String> answer =
          door.send(
              door.request("/api/v2/spans")
                  .header("Origin", origin)
                  .POST(BodyPublishers.ofString("[{\"traceId\":\"1\",\"id\":\"2\"}]")));
      assertEquals(202, answer.statusCode());
      assertEquals(granted, header(answer, "Access-Control-Allow-Origin"));
      assertEquals("Origin", header(answer, "Vary"));
      assertEquals(1, door.spans().size());
      // No preflight, just a method that nobody serves.
      assertEquals(
          405,
          door.send(door.request("/api/v2/spans").method("OPTIONS", BodyPublishers.noBody()))
              .statusCode());
    }
  }

  private static ReceiverPort door(CorsOptions options) throws Exception {
    return ReceiverPort.open(
        (door, listen) ->
            new ZipkinReceiver(door.intake(), door.metrics("zipkin"), options, listen));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
