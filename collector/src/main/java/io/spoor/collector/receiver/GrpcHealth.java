package io.spoor.collector.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Set;

/**
 * {@code grpc.health.v1.Health}: SERVING for the services of a port and for the empty name, as long
 * as the port is open (contract: collector.md §1.1).
 */
public final class GrpcHealth {
  public static final String CHECK = "grpc.health.v1.Health/Check";
  public static final String WATCH = "grpc.health.v1.Health/Watch";

  /** {@code HealthCheckResponse{status: SERVING}}. */
  private static final Buffer SERVING = Buffer.buffer(new byte[] {0x08, 0x01});

  /** {@code HealthCheckResponse{status: SERVICE_UNKNOWN}}: what Watch says, where Check fails. */
  private static final Buffer SERVICE_UNKNOWN = Buffer.buffer(new byte[] {0x08, 0x03});

  private final Set<String> services;

  public GrpcHealth(Set<String> services) {
    this.services = Set.copyOf(services);
  }

  public void check(GrpcServerRequest<Buffer, Buffer> request) {
    request
        .last()
        .onComplete(
            message -> {
              if (knows(message)) {
                request.response().end(SERVING.copy());
              } else {
                request
                    .response()
                    .status(GrpcStatus.NOT_FOUND)
                    .statusMessage("unknown service")
                    .end();
              }
            },
            failure -> request.response().status(GrpcStatus.INTERNAL).end());
  }

  /** Answers once and keeps the stream open: the state never changes while the port is open. */
  public void watch(GrpcServerRequest<Buffer, Buffer> request) {
    request
        .last()
        .onComplete(
            message ->
                request.response().write((knows(message) ? SERVING : SERVICE_UNKNOWN).copy()),
            failure -> request.response().status(GrpcStatus.INTERNAL).end());
  }

  private boolean knows(Buffer message) {
    try {
      String service = "";
      WireReader in = new WireReader(message.getBytes(), 0, message.length());
      while (in.hasNext()) {
        int tag = in.readTag();
        if (tag == 0x0a) {
          int length = in.readLength();
          service = new String(in.array(), in.position(), length, UTF_8);
          in.skip(length);
        } else {
          in.skipValue(tag);
        }
      }
      return service.isEmpty() || services.contains(service);
    } catch (DecodeException e) {
      return false;
    }
  }
}
