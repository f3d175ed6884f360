package io.spoor.collector.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The values of the metric label {@code svc} (contract: collector.md §9.3): cleaned, and bounded in
 * number, because whoever sends spans chooses them. Confined to one thread.
 */
final class ServiceNames {
  static final String OTHER = "other-services";
  private static final String UNKNOWN = "__unknown";
  private static final int MAX_NAMES = 4000;
  private static final int MAX_CACHED = 2 * MAX_NAMES;
  private static final int MAX_CACHED_BYTES = 256;

  private final Set<String> labels = new HashSet<>();
  private final Map<String, String> cache = new HashMap<>();

  /** The label for the service name of a process, {@code jaeger.api_v2.Process} in wire bytes. */
  String label(byte[] bytes, int offset, int length) {
    String name = serviceName(bytes, offset, length);
    String label = cache.get(name);
    if (label == null) {
      label = bounded(clean(name));
      if (cache.size() == MAX_CACHED) {
        cache.clear();
      }
      if (name.length() <= MAX_CACHED_BYTES) {
        cache.put(name, label);
      }
    }
    return label;
  }

  private static String serviceName(byte[] bytes, int offset, int length) {
    if (length == 0 || bytes[offset] != 0x0a) {
      return "";
    }
    int at = offset + 1;
    int size = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      size |= (b & 0x7f) << shift;
      if (b >= 0) {
        break;
      }
    }
    return new String(bytes, at, size, UTF_8);
  }

  private String bounded(String label) {
    if (labels.contains(label)) {
      return label;
    }
    if (labels.size() == MAX_NAMES) {
      return OTHER;
    }
    labels.add(label);
    return label;
  }

  static String clean(String name) {
    if (name.isEmpty()) {
      return UNKNOWN;
    }
    StringBuilder label = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        label.append((char) (c + ('a' - 'A')));
      } else if (c >= 256
          || (c >= 'a' && c <= 'z')
          || (c >= '0' && c <= '9')
          || c == '.'
          || c == '-') {
        label.append(c);
      } else {
        label.append('_');
      }
    }
    return label.toString();
  }
}
