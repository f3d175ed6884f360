package io.spoor.collector.pipeline;

import static java.util.Objects.requireNonNull;

import io.spoor.collector.Received;
import io.spoor.collector.Transport;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.wire.DecodeException;
import io.spoor.storage.Tenant;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Base64;

/**
 * A line of a {@link DeadLetterFile}, for who replays it. The tags of the collector that set it
 * aside are left out: the collector that takes it again has its own.
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

  private static Transport transport(String label) {
    return Arrays.stream(Transport.values())
        .filter(transport -> transport.label().equals(label))
        .findFirst()
        .orElse(Transport.UNKNOWN);
  }
}
