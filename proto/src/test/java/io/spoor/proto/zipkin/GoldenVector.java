package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** The one span that the contract gives in every encoding (contract: zipkin.md §14). */
public final class GoldenVector {
  private static final String JSON_V2 =
      """
      [{"traceId":"463ac35c9f6413ad48485a3953bb6124","parentId":"6b221d5bc9e6496c","id":"5b4185666d50f68b","kind":"CLIENT","name":"get /api",
      "timestamp":1472470996199000,"duration":207000,"localEndpoint":{"serviceName":"frontend","ipv4":"127.0.0.1","port":8080},
      "remoteEndpoint":{"serviceName":"backend","ipv4":"192.168.99.101","ipv6":"2001:db8::c001","port":49000},
      "annotations":[{"timestamp":1472470996238000,"value":"foo"}],"tags":{"error":"","http.path":"/api"},"debug":true}]
      """;
  private static final String JSON_V1 =
      """
      [{"traceId":"463ac35c9f6413ad48485a3953bb6124","parentId":"6b221d5bc9e6496c","id":"5b4185666d50f68b","name":"get /api",
      "timestamp":1472470996199000,"duration":207000,"annotations":[
      {"timestamp":1472470996199000,"value":"cs","endpoint":{"serviceName":"frontend","ipv4":"127.0.0.1","port":8080}},
      {"timestamp":1472470996238000,"value":"foo","endpoint":{"serviceName":"frontend","ipv4":"127.0.0.1","port":8080}},
      {"timestamp":1472470996406000,"value":"cr","endpoint":{"serviceName":"frontend","ipv4":"127.0.0.1","port":8080}}],
      "binaryAnnotations":[
      {"key":"error","value":"","endpoint":{"serviceName":"frontend","ipv4":"127.0.0.1","port":8080}},
      {"key":"http.path","value":"/api","endpoint":{"serviceName":"frontend","ipv4":"127.0.0.1","port":8080}},
      {"key":"sa","value":true,"endpoint":{"serviceName":"backend","ipv4":"192.168.99.101","ipv6":"2001:db8::c001","port":49000}}],"debug":true}]
      """;
  private static final String PROTO3 =
      """
      0aab010a10463ac35c9f6413ad48485a3953bb612412086b221d5bc9e6496c1a085b4185666d50f68b20012a08676574202f6170693158a6ab5e343b0500
      3898d10c42130a0866726f6e74656e6412047f00000120903f4a250a076261636b656e641204c0a863651a1020010db800000000000000000000c00120e8
      fe02520e09b03eac5e343b05001203666f6f5a090a056572726f7212005a110a09687474702e7061746812042f6170696001
      """;
  private static final String THRIFT =
      """
      0c000000010a000148485a3953bb61240b000300000008676574202f6170690a00045b4185666d50f68b0a00056b221d5bc9e6496c0f00060c000000030a
      000100053b345eaba6580b00020000000263730c00030800017f0000010600021f900b00030000000866726f6e74656e6400000a000100053b345eac3eb0
      0b000200000003666f6f0c00030800017f0000010600021f900b00030000000866726f6e74656e6400000a000100053b345eaecef00b0002000000026372
      0c00030800017f0000010600021f900b00030000000866726f6e74656e6400000f00080c000000030b0001000000056572726f720b000200000000080003
      000000060c00040800017f0000010600021f900b00030000000866726f6e74656e6400000b000100000009687474702e706174680b0002000000042f6170
      69080003000000060c00040800017f0000010600021f900b00030000000866726f6e74656e6400000b00010000000273610b000200000001010800030000
      00000c0004080001c0a86365060002bf680b0003000000076261636b656e640b00040000001020010db800000000000000000000c0010000020009010a00
      0a00053b345eaba6580a000b00000000000328980a000c463ac35c9f6413ad00
      """;

  private GoldenVector() {}

  public static byte[] in(ZipkinEncoding encoding) {
    return switch (encoding) {
      case JSON_V1 -> JSON_V1.replace("\n", "").getBytes(UTF_8);
      case JSON_V2 -> JSON_V2.replace("\n", "").getBytes(UTF_8);
      case PROTO3 -> HexFormat.of().parseHex(PROTO3.replace("\n", ""));
      case THRIFT -> HexFormat.of().parseHex(THRIFT.replace("\n", ""));
    };
  }
}
