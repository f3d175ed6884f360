package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.proto.Decoded;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.wire.DecodeException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables "Leniency" of zipkin.md §5 to §8 under the rules of §18: what Zipkin itself takes is
 * taken, the rest is refused with the span's index and member.
 */
class LeniencyTest {
  private static final String IDS = "\"traceId\":\"1\",\"id\":\"2\"";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"1\"; 00000000000000000000000000000001",
        "\"463ac35c9f6413ad4\"; 0000000000000004" + "63ac35c9f6413ad4",
        "\"0000000000000000463AC35C9F6413AD\"; 0000000000000000463ac35c9f6413ad",
        "17; 00000000000000000000000000000017"
      })
  void traceIdsArePadded(String id, String expected) throws Exception {
    for (ZipkinEncoding encoding : List.of(ZipkinEncoding.JSON_V2, ZipkinEncoding.JSON_V1)) {
      Span span = only(encoding, "\"id\":\"2\",\"traceId\":" + id);
      assertEquals(expected, HexFormat.of().formatHex(span.getTraceId().toByteArray()));
    }
  }

  @Test
  void parentsThatAreNoneAreRoots() throws Exception {
    for (String id : List.of("\"\"", "null", "\"0\"", "\"0000000000000002\"", "2")) {
      assertEquals(0, v2(IDS + ",\"parentId\":" + id).getReferencesCount(), id);
    }
    assertEquals(1, v2(IDS + ",\"parentId\":\"3\"").getReferencesCount());
  }

  @Test
  void idsOfVersion1AreTheRightMostDigits() throws Exception {
    Span span =
        only(
            ZipkinEncoding.JSON_V1,
            "\"traceId\":\"1\",\"id\":\"463ac35c9f6413ad48485a3953bb6124\"");
    assertEquals("48485a3953bb6124", HexFormat.of().formatHex(span.getSpanId().toByteArray()));
  }

  /** Members of version 2 and what becomes of them: tags, then times. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"kind\":\"client\"; []; 7 +0",
        "\"kind\":\"\",\"shared\":null,\"debug\":null,\"tags\":null,\"name\":null; []; 7 +0",
        "\"timestamp\":\"1700000000000000\"; []; 1700000000000000 +0",
        "\"timestamp\":1.7e15; []; 1700000000000000 +0",
        "\"timestamp\":1700000000000000.0,\"duration\":0; []; 1700000000000000 +0",
        "\"timestamp\":-5; [otel.zipkin.absentField.startTime=true:b]; 1750000000123000 +0",
        "\"duration\":-5; [errNegativeDuration=-5]; 7 +1",
        "\"tags\":{\"a\":1.50,\"b\":true,\"c\":null,\"d\":\"\"}; [a=1.50, b=true, c=, d=]; 7 +0",
        "\"tags\":{\"a\":\"1\",\"a\":\"2\"},\"tags\":{\"b\":\"3\"}; [a=2, b=3]; 7 +0",
        "\"localEndpoint\":{},\"remoteEndpoint\":null; []; 7 +0",
        "\"remoteEndpoint\":{\"ipv4\":\"1.2.3\",\"ipv6\":\"x\",\"port\":65536}; []; 7 +0",
        "\"remoteEndpoint\":{\"ipv4\":\"2001:DB8:0:0:0:0:0:1\",\"port\":\"80\"};"
            + " [net.peer.ip=2001:db8::1, net.peer.port=80:i]; 7 +0",
        "\"remoteEndpoint\":{\"ipv6\":\"::ffff:1.2.3.4\",\"port\":-1}; [net.peer.ip=1.2.3.4]; 7 +0",
        "\"localEndpoint\":{\"ipv6\":\"1.2.3.4\",\"serviceName\":null}; [net.host.ip=1.2.3.4]; 7 +0",
        "\"annotations\":[null,{},{\"timestamp\":1},{\"value\":\"x\"}]; []; 7 +0",
        "\"binaryAnnotations\":[1],\"unknown\":{\"a\":[{}]},\"NAME\":3; []; 7 +0"
      })
  void whatIsOddIsPutRight(String members, String tags, String times) throws Exception {
    Span span = v2(IDS + ",\"timestamp\":7," + members);
    assertEquals(tags, Posted.tags(span.getTagsList()));
    assertEquals(times, Posted.times(span));
    assertEquals(0, span.getLogsCount());
  }

  @Test
  void identicalAnnotationsAreKept() throws Exception {
    String annotation = "{\"timestamp\":1,\"value\":\"x\"}";
    assertEquals(
        2, v2(IDS + ",\"annotations\":[" + annotation + "," + annotation + "]").getLogsCount());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[{}]; span 0: trace id is missing or zero",
        "[{\"traceId\":\"1\"}]; span 0: id is missing or zero",
        "[{\"traceId\":\"0\",\"id\":\"1\"}]; span 0: trace id is missing or zero",
        "[{\"traceId\":\"000000000000000000000000000000001\"}];"
            + " span 0, traceId: more than 32 characters",
        "[{\"id\":\"00000000000000001\"}]; span 0, id: more than 16 characters",
        "[{\"parentId\":\"g\"}]; span 0, parentId: not a hexadecimal number",
        "[{\"timestamp\":1.5}]; span 0, timestamp: not a whole number of 64 bits",
        "[{\"timestamp\":1e999999999}]; span 0, timestamp: not a whole number of 64 bits",
        "[{\"duration\":\"\"}]; span 0, duration: not a whole number of 64 bits",
        "[{\"duration\":true}]; span 0, duration: 't' instead of a number",
        "[{\"tags\":{\"a\":{}}}]; span 0, tags: '{' instead of text",
        "[{\"tags\":{\"a\":[]}}]; span 0, tags: '[' instead of text",
        "[{\"debug\":\"true\"}]; span 0, debug: '\"' instead of a boolean",
        "[{\"shared\":1}]; span 0, shared: '1' instead of a boolean",
        "[{\"name\":1}]; span 0, name: '1' instead of a string",
        "[{\"traceId\":\"1\",\"id\":\"2\"},]; span 1: ']' instead of a value",
        "[{\"traceId\":\"1\",\"id\":\"2\"; span 0: unexpected EOF",
        "[{'traceId':1}]; span 0: ''' instead of a string",
        "{}; span 0: '{' instead of an array",
        "[1]; span 0: '1' instead of an object",
        "[{\"name\":\"\\x\"}]; span 0, name: broken escape in a string"
      })
  void whatIsWrongIsRefused(String json, String text) {
    DecodeException e =
        assertThrows(
            DecodeException.class,
            () -> Posted.spans(ZipkinEncoding.JSON_V2, json.getBytes(UTF_8)));
    assertEquals(text, e.getMessage());
  }

  @Test
  void whatStandsAroundTheListIsIgnored() throws Exception {
    String json = "\ufeff \n\t[null,{" + IDS + "}] and more";
    assertEquals(1, Posted.spans(ZipkinEncoding.JSON_V2, json.getBytes(UTF_8)).size());
    assertEquals(1, Posted.spans(ZipkinEncoding.JSON_V1, json.getBytes(UTF_8)).size());
  }

  @Test
  void textIsUnescapedAndRepaired() throws Exception {
    Span span =
        v2(
            IDS
                + ",\"name\":\"\\u00fc\\ud83d\\ude80\\ud83d\\n\\/\",\"tags\":{\"\\u0061\":\"\\\"\"}");
    assertEquals("ü🚀\ufffd\n/", span.getOperationName());
    assertEquals("a=\"", Posted.tag(span.getTags(0)));
  }

  /** Binary annotations of version 1 and what becomes of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"value\":5,\"type\":\"I64\"; [k=5:i]",
        "\"type\":\"I16\",\"value\":\"-2\"; [k=-2:i]",
        "\"value\":1.5,\"type\":\"DOUBLE\"; [k=1.5:d]",
        "\"value\":true,\"type\":\"BOOL\"; [k=true:b]",
        "\"value\":\"3q0=\",\"type\":\"BYTES\"; [k=dead:x]",
        "\"value\":\"?\",\"type\":\"BYTES\"; [k=?]",
        "\"value\":\"true\",\"type\":\"BOOL\"; [k=true]",
        "\"value\":5; [k=5]",
        "\"value\":true; [k=true]",
        "\"value\":null; [k=]",
        "\"type\":null; [k=]",
        "\"value\":{}; []",
        "\"value\":[1]; []"
      })
  void typesOfVersion1(String members, String tags) throws Exception {
    String json = IDS + ",\"timestamp\":7,\"binaryAnnotations\":[null,{\"key\":\"k\"," + members;
    Span span = only(ZipkinEncoding.JSON_V1, json + "},{\"value\":\"no key\"}]");
    assertEquals(tags, Posted.tags(span.getTagsList()));
  }

  @Test
  void version1IgnoresMembersOfVersion2() throws Exception {
    Span span =
        only(
            ZipkinEncoding.JSON_V1,
            IDS
                + ",\"timestamp\":7,\"localEndpoint\":{\"serviceName\":\"a\"},\"tags\":{\"a\":\"b\"}");
    assertEquals("unknown-service", span.getProcess().getServiceName());
    assertEquals(0, span.getTagsCount());
  }

  @Test
  void protoTakesShortIdsUnknownKindsAndFieldsAndAPortAlone() throws Exception {
    String span = "0a0101" + "1a0102" + "2009" + "9a060178" + "42022050" + "7801";
    byte[] body = Decoded.hex("0a" + String.format("%02x", span.length() / 2) + span);
    Span read = Posted.spans(ZipkinEncoding.PROTO3, body).get(0);
    assertEquals("net.host.port=80:i", Posted.tag(read.getTags(0)));
  }

  @ParameterizedTest
  @CsvSource({
    "0c00000002" + "0a000100000000000000010a0004000000000000000200,span 1: unexpected EOF",
    "0c0001,span 0: unexpected EOF",
    "0a000100000000000000c2,span 0: unexpected EOF",
    "0c000000010a00040000000000000002" + "00,span 0: trace id is missing or zero",
    "0cffffffff,span 0: negative size: -1"
  })
  void brokenThriftIsRefused(String hex, String text) {
    DecodeException e =
        assertThrows(
            DecodeException.class, () -> Posted.spans(ZipkinEncoding.THRIFT, Decoded.hex(hex)));
    assertEquals(text, e.getMessage());
  }

  @Test
  void thriftTakesAnyElementTypeAndSkipsWhatItDoesNotKnow() throws Exception {
    String span = "0a00010000000000000001" + "0a00040000000000000002" + "0b00630000000178" + "00";
    for (String type : List.of("0c", "0b", "00")) {
      assertEquals(
          1, Posted.spans(ZipkinEncoding.THRIFT, Decoded.hex(type + "00000001" + span)).size());
    }
  }

  private static Span v2(String members) throws DecodeException {
    return only(ZipkinEncoding.JSON_V2, members);
  }

  private static Span only(ZipkinEncoding encoding, String members) throws DecodeException {
    return Posted.only(encoding, "[{" + members + "}]");
  }
}
