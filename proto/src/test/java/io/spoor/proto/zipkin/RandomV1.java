package io.spoor.proto.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** One span of version 1 in JSON, with core annotations and addresses of several services. */
final class RandomV1 {
  private static final String[] VALUES = {
    "cs", "cr", "sr", "ss", "ms", "mr", "ws", "wr", "foo", "bar"
  };
  private static final String[] CALL_KEYS = {"sa", "ca", "lc", "http.path", "component.x", "z"};
  // Of a message that has the address of a call, too, Zipkin loses the broker's.
  private static final String[] MESSAGE_KEYS = {"ma", "lc", "http.path", "z"};
  private static final String[] ENDPOINTS = {
    "{\"serviceName\":\"web\",\"ipv4\":\"10.0.0.1\",\"port\":80}",
    "{\"serviceName\":\"app\"}",
    "{\"serviceName\":\"db\",\"ipv6\":\"2001:db8::1\"}",
    "{\"serviceName\":\"\",\"ipv4\":\"10.0.0.2\"}"
  };
  private static final long T = 1_700_000_000_000_000L;

  private final Random random;

  RandomV1(Random random) {
    this.random = random;
  }

  byte[] json() {
    List<String> members = new ArrayList<>();
    members.add("\"traceId\":\"463ac35c9f6413ad\",\"id\":\"6b221d5bc9e6496c\",\"name\":\"get\"");
    if (random.nextBoolean()) {
      members.add("\"timestamp\":" + T);
      if (random.nextBoolean()) {
        members.add("\"duration\":" + 10 * (1 + random.nextInt(5)));
      }
    }
    List<String> annotations = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      String value = pick(VALUES);
      annotations.add(
          "{\"timestamp\":"
              + (T + 10L * random.nextInt(6))
              + ",\"value\":\""
              + value
              + "\""
              + endpoint(value)
              + "}");
    }
    // Zipkin sorts both lists before it looks for sides.
    annotations.sort(Comparator.naturalOrder());
    members.add("\"annotations\":" + array(annotations));
    String[] keys = random.nextBoolean() ? CALL_KEYS : MESSAGE_KEYS;
    List<String> tags = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = pick(keys);
      String value =
          switch (key) {
            case "sa", "ca", "ma" -> "true";
            case "lc" -> "\"\"";
            default -> "\"v" + i + "\"";
          };
      tags.add("{\"key\":\"" + key + "\",\"value\":" + value + endpoint() + "}");
    }
    tags.sort(Comparator.naturalOrder());
    members.add("\"binaryAnnotations\":" + array(tags));
    return ("[{" + String.join(",", members) + "}]").getBytes(UTF_8);
  }

  /** Not one service on both ends: there Zipkin gives the wrong side the address. */
  private String endpoint(String value) {
    return switch (value) {
      case "cs", "cr", "ms", "ws" -> ",\"endpoint\":" + ENDPOINTS[random.nextInt(2)];
      case "sr", "ss", "mr", "wr" -> ",\"endpoint\":" + ENDPOINTS[2 + random.nextInt(2)];
      default -> endpoint();
    };
  }

  private String endpoint() {
    return random.nextInt(6) == 0 ? "" : ",\"endpoint\":" + pick(ENDPOINTS);
  }

  private static String array(List<String> elements) {
    return elements.stream().collect(Collectors.joining(",", "[", "]"));
  }

  private String pick(String[] texts) {
    return texts[random.nextInt(texts.length)];
  }
}
