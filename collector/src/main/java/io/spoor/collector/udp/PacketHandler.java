package io.spoor.collector.udp;

import io.spoor.collector.Transport;
import io.spoor.collector.receiver.Intake;
import io.spoor.collector.receiver.RefusedException;
import io.spoor.collector.receiver.RefusedException.Reason;
import io.spoor.net.Sender;
import io.spoor.net.Visitor;
import io.spoor.proto.codec.SpanFormat;
import io.spoor.proto.thrift.BatchArguments;
import io.spoor.proto.thrift.BatchPart;
import io.spoor.proto.thrift.ThriftMessage;
import io.spoor.proto.thrift.ThriftProtocol;
import io.spoor.proto.wire.DecodeException;
import io.vertx.core.Future;
import java.util.Arrays;

/**
 * Takes the spans out of a datagram: a call of {@code emitBatch} or {@code emitZipkinBatch},
 * whatever the port. Any thread.
 */
final class PacketHandler {
  /** Addresses of datagrams prove nothing: all of them are one sender. */
  private static final Visitor SENDER = Visitor.stranger(new Sender("udp"));

  private final Intake intake;
  private final ThriftProtocol protocol;
  private final SpanFormat jaeger;
  private final SpanFormat zipkin;
  private final ClientStatistics clients;

  PacketHandler(Intake intake, ThriftProtocol protocol, ClientStatistics clients) {
    this.intake = intake;
    this.protocol = protocol;
    this.clients = clients;
    switch (protocol) {
      case BINARY -> {
        jaeger = SpanFormat.JAEGER_THRIFT_BINARY;
        zipkin = SpanFormat.ZIPKIN_THRIFT_BINARY;
      }
      case COMPACT -> {
        jaeger = SpanFormat.JAEGER_THRIFT_COMPACT;
        zipkin = SpanFormat.ZIPKIN_THRIFT_COMPACT;
      }
      default -> throw new AssertionError(protocol);
    }
  }

  /**
   * Hands the spans over.
   *
   * @param packet stays the caller's
   * @return as {@link Intake#accept}
   */
  Future<Integer> handle(byte[] packet, int length) {
    try {
      ThriftMessage message = ThriftMessage.read(protocol, packet, 0, length);
      int at = message.argumentsAt();
      return switch (message.method()) {
        case "emitBatch" -> batch(packet, at, length - at);
        case "emitZipkinBatch" ->
            intake.accept(SENDER, zipkin, Transport.UDP, Arrays.copyOfRange(packet, at, length));
        default -> throw new DecodeException("Unknown function " + message.method());
      };
    } catch (DecodeException e) {
      return Future.failedFuture(new RefusedException(Reason.MALFORMED, e.getMessage()));
    }
  }

  private Future<Integer> batch(byte[] packet, int offset, int length) throws DecodeException {
    BatchPart part = BatchArguments.one(protocol, packet, offset, length, intake.limits().decode());
    part.report().ifPresent(clients::add);
    byte[] body = Arrays.copyOfRange(packet, part.offset(), part.offset() + part.length());
    return intake.acceptChecked(SENDER, jaeger, Transport.UDP, part.spans(), body);
  }
}
