package io.spoor.collector.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.spoor.collector.Received;
import io.spoor.collector.Transport;
import io.spoor.collector.journal.Delivery;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.Tenant;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * A line of a {@link DeadLetterFile} or of an exported journal, for who replays it. The tags of the
 * collector that set it aside are left out: the collector that takes it again has its own.
 *
 * @param reason in the store's words
 */
public record DeadLetter(String reason, Received received) {
  public DeadLetter {
    requireNonNull(reason, "reason");
    requireNonNull(received, "received");
  }

  /**
   * Reads a line.
   *
   * @throws DecodeException if it is none, or only a part of one
   */
  public static DeadLetter parse(String line) throws DecodeException {
    try {
      JsonObject json = new JsonObject(line);
      return new DeadLetter(
          json.getString("reason"),
          new Received(
              new Tenant(json.getString("tenant")),
              SpanFormat.valueOf(json.getString("format")),
              transport(json.getString("transport")),
              json.getLong("receivedAtMillis"),
              json.getInteger("spans"),
              Base64.getDecoder().decode(json.getString("body"))));
    } catch (io.vertx.core.json.DecodeException
        | ClassCastException
        | IllegalArgumentException
        | NullPointerException e) {
      throw new DecodeException("no dead letter: " + e.getMessage());
    }
  }

  /** The line for a record, with its end. */
  public static byte[] line(Delivery delivery, String reason) {
    Received received = delivery.received();
    StringBuilder line = new StringBuilder(256 + received.body().length * 4 / 3);
    line.append("{\"reason\":").append(quoted(reason));
    line.append(",\"sequence\":").append(delivery.sequence());
    line.append(",\"tenant\":").append(quoted(received.tenant().id()));
    line.append(",\"format\":").append(quoted(received.format().name()));
    line.append(",\"transport\":").append(quoted(received.transport().label()));
    line.append(",\"receivedAtMillis\":").append(received.receivedAtMillis());
    line.append(",\"spans\":").append(received.spans());
    line.append(",\"collectorTags\":{");
    String separator = "";
    for (Map.Entry<String, String> tag : delivery.collectorTags().asMap().entrySet()) {
      line.append(separator).append(quoted(tag.getKey())).append(':');
      line.append(quoted(tag.getValue()));
      separator = ",";
    }
    line.append("},\"body\":\"").append(Base64.getEncoder().encodeToString(received.body()));
    return line.append("\"}\n").toString().getBytes(UTF_8);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static Transport transport(String label) {
    return Arrays.stream(Transport.values())
        .filter(transport -> transport.label().equals(label))
        .findFirst()
        .orElse(Transport.UNKNOWN);
  }
}
