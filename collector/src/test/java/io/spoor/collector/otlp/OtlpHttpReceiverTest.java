package io.spoor.collector.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.collector.receiver.CorsOptions;
import io.spoor.collector.receiver.ReceiverPort;
import io.spoor.proto.codec.SpanFormat;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contract: collector.md §5.2. */
class OtlpHttpReceiverTest {
  private static final String REQUEST =
      """
      {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
      "scopeSpans":[{"scope":{"name":"lib"},"spans":[{"traceId":"5B8EFFF798038103D269B633813FC60C",
      "spanId":"EEE19B7EC3C1B174","name":"I'm a server span","startTimeUnixNano":"1544712660000000000",
      "endTimeUnixNano":"1544712661000000000","kind":2}]}]}]}
      """;

  private static ReceiverPort door;

  @BeforeAll
  static void open() throws Exception {
    door =
        ReceiverPort.open(
            (door, listen) ->
                new OtlpHttpReceiver(
                    door.intake(), door.metrics("otlp-http"), CorsOptions.NONE, listen));
  }

  @AfterAll
  static void close() {
    door.close();
  }

  @Test
  void takesJson() throws Exception {
    HttpResponse<String> answer = post("application/json; charset=utf-8", REQUEST);
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals("{\"partialSuccess\":{}}", answer.body());
    assertEquals("application/json", answer.headers().firstValue("Content-Type").orElse(""));
    var delivery = door.deliveries();
    assertEquals(SpanFormat.OTLP_PROTO, delivery.get(0).received().format());
    assertEquals(1, delivery.get(0).received().spans());
  }

  @Test
  void takesLargeJsonCompressed() throws Exception {
    String span = REQUEST.substring(REQUEST.indexOf("{\"traceId"), REQUEST.indexOf("]}]}]}"));
    String many = REQUEST.replace(span, (span + ",").repeat(999) + span);
    HttpRequest.Builder request =
        request("application/json", ReceiverPort.gzip(many.getBytes(UTF_8)))
            .header("Content-Encoding", "gzip");
    assertEquals(200, door.send(request).statusCode());
    assertEquals(1000, door.spans().size());
  }

  @Test
  void saysWhatIsWrongInTheEncodingOfTheRequest() throws Exception {
    HttpResponse<String> json = post("application/json", "{\"resourceSpans\":[");
    assertEquals(400, json.statusCode());
    assertEquals("{\"code\":3,\"message\":\"unexpected EOF\"}", json.body());
    assertEquals("application/json", json.headers().firstValue("Content-Type").orElse(""));
    HttpResponse<String> id = post("application/json", REQUEST.replace("EEE1", "E1"));
    assertEquals("{\"code\":3,\"message\":\"invalid length for SpanID: 7\"}", id.body());
    HttpResponse<String> protobuf = post("application/x-protobuf", "\n\u007f");
    assertEquals(400, protobuf.statusCode());
    assertEquals(
        "application/x-protobuf", protobuf.headers().firstValue("Content-Type").orElse(""));
    assertEquals("\b\u0003\u0012\u000eunexpected EOF", protobuf.body());
  }

  @Test
  void takesNoOtherType() throws Exception {
    HttpResponse<String> answer = post("text/json", REQUEST);
    assertEquals(415, answer.statusCode());
    assertEquals(
        "415 unsupported media type, supported: [application/json, application/x-protobuf]",
        answer.body());
  }

  private static HttpResponse<String> post(String type, String body) throws Exception {
    return door.send(request(type, body.getBytes(UTF_8)));
  }

  private static HttpRequest.Builder request(String type, byte[] body) {
    return door.request("/v1/traces")
        .header("Content-Type", type)
        .POST(BodyPublishers.ofByteArray(body));
  }
}
