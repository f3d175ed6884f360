package io.spoor.query.adjuster;

import io.spoor.proto.jaeger.v2.KeyValue;
import io.spoor.proto.jaeger.v2.Process;
import io.spoor.proto.jaeger.v2.Span;
import io.spoor.proto.jaeger.v2.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the numeric tags {@code ip} and {@code peer.ipv4} into dotted notation and sorts the tags
 * of each process, so that processes that differ in order alone are shown as one (contract:
 * query.md §8, §9.3).
 */
final class IpTags implements Adjuster {
  @Override
  public List<Span> adjust(List<Span> trace) {
    Map<Process, Process> processes = new HashMap<>();
    List<Span> adjusted = new ArrayList<>(trace.size());
    for (Span span : trace) {
      Process process = processes.computeIfAbsent(span.getProcess(), IpTags::adjust);
      boolean tags = span.getTagsList().stream().anyMatch(IpTags::isNumericIp);
      if (!tags && process.equals(span.getProcess())) {
        adjusted.add(span);
        continue;
      }
      Span.Builder changed = span.toBuilder().setProcess(process);
      if (tags) {
        changed.clearTags();
        span.getTagsList().forEach(tag -> changed.addTags(dotted(tag)));
      }
      adjusted.add(changed.build());
    }
    return adjusted;
  }

  private static Process adjust(Process process) {
    Process.Builder changed = process.toBuilder().clearTags();
    process.getTagsList().stream()
        .map(IpTags::dotted)
        .sorted(TagOrder.BY_KEY_TYPE_VALUE)
        .forEach(changed::addTags);
    return changed.build();
  }

  private static boolean isNumericIp(KeyValue tag) {
    return (tag.getVType() == ValueType.INT64 || tag.getVType() == ValueType.FLOAT64)
        && (tag.getKey().equals("ip") || tag.getKey().equals("peer.ipv4"));
  }

  private static KeyValue dotted(KeyValue tag) {
    if (!isNumericIp(tag)) {
      return tag;
    }
    long ip =
        tag.getVType() == ValueType.INT64 ? tag.getVInt64() : (long) Math.floor(tag.getVFloat64());
    return KeyValue.newBuilder()
        .setKey(tag.getKey())
        .setVStr(
            (ip >> 24 & 255) + "." + (ip >> 16 & 255) + "." + (ip >> 8 & 255) + "." + (ip & 255))
        .build();
  }
}
