package io.spoor.collector.tchannel;

import io.spoor.collector.receiver.Intake;
import io.spoor.net.Visitor;
import io.spoor.proto.wire.DecodeException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a caller: handshake, pings, calls put together from their frames, answers as
 * they come. What the reference leaves without answer (a checksum that does not match, a first
 * frame that cannot be read, a time to live that is over) is left without answer here. Event loop
 * only.
 */
final class ServerConnection {
  private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

  private final NetSocket socket;
  private final Visitor caller;
  private final Intake intake;
  private final Endpoints endpoints;
  private final Buffer introduction;
  private final TChannelOptions options;
  private final LongSupplier nanos;
  private final MessageWriter writer = new MessageWriter();
  private final FrameParser parser = new FrameParser();
  private final Promise<Void> closed = Promise.promise();
  // Calls of which a part has come.
  private final Map<Integer, Call> arriving = new HashMap<>();
  // Calls that are whole and not answered.
  private final Set<Integer> underWay = new HashSet<>();
  private boolean introduced;
  private boolean draining;
  private boolean ended;
  // When something came last.
  private long heardAt;
  private boolean paused;

  ServerConnection(
      NetSocket socket,
      Visitor caller,
      Intake intake,
      Endpoints endpoints,
      Buffer introduction,
      TChannelOptions options,
      LongSupplier nanos) {
    this.socket = socket;
    this.caller = caller;
    this.intake = intake;
    this.endpoints = endpoints;
    this.introduction = introduction;
    this.options = options;
    this.nanos = nanos;
    this.heardAt = nanos.getAsLong();
  }

  /** Starts reading. */
  void open() {
    socket.exceptionHandler(failure -> LOG.debug("Connection failed", failure));
    socket.closeHandler(end -> closed());
    socket.handler(this::read);
  }

  /** Completes when the connection is gone. */
  Future<Void> whenClosed() {
    return closed.future();
  }

  /** Ends a connection that has not introduced itself. */
  void handshakeExpired() {
    if (!introduced && !ended) {
      fatal(FrameType.NO_ID, ErrorCode.TIMEOUT, "timeout waiting for init req");
    }
  }

  /** Forgets calls that nobody waits for, and that will not become whole. */
  void sweep() {
    long now = nanos.getAsLong();
    for (Iterator<Call> calls = arriving.values().iterator(); calls.hasNext(); ) {
      Call call = calls.next();
      if (call.isLate(now)) {
        calls.remove();
        release(call);
        endpoints.cancelled();
      }
    }
    closeIfIdle(now);
    closeIfDrained();
  }

  /** Peers that vanish without a word would hold their places for ever. */
  private void closeIfIdle(long now) {
    long idle = options.idleTimeout().toNanos();
    if (idle > 0 && now - heardAt >= idle && arriving.isEmpty() && underWay.isEmpty()) {
      LOG.debug("Connection of {} is closed: nothing came for too long", socket.remoteAddress());
      end();
    }
  }

  /** Takes no more calls, and closes when those under way are answered. */
  void drain() {
    draining = true;
    closeIfDrained();
  }

  private void read(Buffer data) {
    if (ended) {
      return;
    }
    heardAt = nanos.getAsLong();
    try {
      parser.read(data, this::frame);
    } catch (DecodeException e) {
      fatal(FrameType.NO_ID, ErrorCode.FATAL, e.getMessage());
    }
  }

  private boolean frame(int type, int id, byte[] bytes, int from, int to) {
    PayloadReader in = new PayloadReader(bytes, from, to);
    if (!introduced) {
      introduce(type, id, in);
      return !ended;
    }
    switch (type) {
      case FrameType.CALL_REQ -> firstFrame(id, in);
      case FrameType.CALL_REQ_CONTINUE -> nextFrame(id, in);
      case FrameType.PING_REQ -> send(MessageWriter.frame(FrameType.PING_RES, id, Buffer.buffer()));
      case FrameType.ERROR -> callerFailed(id);
      default -> {
        // Cancel and claim change nothing, and types nobody knows are passed over.
      }
    }
    return !ended;
  }

  private void introduce(int type, int id, PayloadReader in) {
    if (type != FrameType.INIT_REQ) {
      fatal(id, ErrorCode.FATAL, "expected init req, got frame of type " + type);
      return;
    }
    try {
      InitMessage init = InitMessage.read(in);
      if (init.version() < InitMessage.VERSION) {
        fatal(id, ErrorCode.FATAL, "unsupported protocol version " + init.version());
      } else if (!init.headers().containsKey(InitMessage.HOST_PORT)) {
        fatal(id, ErrorCode.FATAL, "missing init header " + InitMessage.HOST_PORT);
      } else if (!init.headers().containsKey(InitMessage.PROCESS_NAME)) {
        fatal(id, ErrorCode.FATAL, "missing init header " + InitMessage.PROCESS_NAME);
      } else {
        introduced = true;
        send(MessageWriter.frame(FrameType.INIT_RES, id, introduction));
      }
    } catch (DecodeException e) {
      fatal(id, ErrorCode.FATAL, "init req: " + e.getMessage());
    }
  }

  private void firstFrame(int id, PayloadReader in) {
    if (arriving.containsKey(id) || underWay.contains(id)) {
      fatal(id, ErrorCode.FATAL, "call with id " + id + " is already active");
      return;
    }
    if (draining) {
      send(MessageWriter.error(id, ErrorCode.DECLINED, "closed channel"));
      return;
    }
    int bytes = in.remaining();
    if (bytes > intake.limits().maxBodyBytes()) {
      refuseTooLarge(id);
      return;
    }
    if (arriving.size() >= options.maxArriving()) {
      refuseBusy(id, "too many calls at once");
      return;
    }
    if (!intake.reserve(caller.sender(), bytes)) {
      refuseBusy(id, "too many bytes in flight");
      return;
    }
    try {
      boolean more = (in.readByte() & FrameType.MORE_FRAMES) != 0;
      Call call = Call.read(id, in, more, nanos.getAsLong());
      call.reserved(bytes);
      if (more) {
        arriving.put(id, call);
      } else {
        start(call);
      }
    } catch (DecodeException e) {
      intake.giveBack(caller.sender(), bytes);
      malformed(e);
    }
  }

  private void nextFrame(int id, PayloadReader in) {
    Call call = arriving.get(id);
    if (call == null) {
      return;
    }
    int bytes = in.remaining();
    if ((long) call.arguments().size() + bytes > intake.limits().maxBodyBytes()) {
      forget(call);
      refuseTooLarge(id);
      return;
    }
    if (!intake.reserve(caller.sender(), bytes)) {
      forget(call);
      refuseBusy(id, "too many bytes in flight");
      return;
    }
    call.reserved(bytes);
    try {
      boolean more = (in.readByte() & FrameType.MORE_FRAMES) != 0;
      call.arguments().next(in, more);
      if (!more) {
        arriving.remove(id);
        start(call);
      }
    } catch (DecodeException e) {
      forget(call);
      malformed(e);
    }
  }

  /** The call is whole. */
  private void start(Call call) {
    if (call.isExpired(nanos.getAsLong())) {
      release(call);
      endpoints.cancelled();
      return;
    }
    underWay.add(call.id());
    Future<byte[]> answer;
    try {
      answer = endpoints.call(call.service(), call.arguments(), caller);
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer.onComplete(result -> answered(call, result), failure -> answered(call, failure));
    updateFlow();
  }

  private void answered(Call call, byte[] result) {
    finish(call, () -> call.answer(writer, result));
  }

  private void answered(Call call, Throwable failure) {
    ErrorCode code =
        failure instanceof TChannelException refused ? refused.code() : ErrorCode.UNEXPECTED;
    String text = String.valueOf(failure.getMessage());
    finish(call, () -> MessageWriter.error(call.id(), code, text));
  }

  private void finish(Call call, Supplier<Buffer> frames) {
    underWay.remove(call.id());
    release(call);
    if (!ended) {
      if (!call.isExpired(nanos.getAsLong())) {
        send(frames.get());
      }
      updateFlow();
      closeIfDrained();
    }
  }

  private void refuseBusy(int id, String reason) {
    endpoints.overloaded();
    send(MessageWriter.error(id, ErrorCode.BUSY, reason));
  }

  private void refuseTooLarge(int id) {
    endpoints.tooLarge();
    String limit = "message of more than " + intake.limits().maxBodyBytes() + " bytes";
    send(MessageWriter.error(id, ErrorCode.BAD_REQUEST, limit));
  }

  private void malformed(DecodeException e) {
    endpoints.malformed();
    LOG.debug("Call from {} is left without answer: {}", socket.remoteAddress(), e.getMessage());
  }

  private void callerFailed(int id) {
    if (id == FrameType.NO_ID) {
      end();
    } else if (arriving.containsKey(id)) {
      forget(arriving.get(id));
      endpoints.cancelled();
    }
  }

  private void forget(Call call) {
    arriving.remove(call.id());
    release(call);
  }

  private void release(Call call) {
    intake.giveBack(caller.sender(), call.reservedBytes());
  }

  private void send(Buffer frames) {
    // A write that fails closes the connection, which is noticed there.
    socket.write(frames);
    updateFlow();
  }

  /** Reads no more while too many calls are under way or the caller does not take its answers. */
  private void updateFlow() {
    boolean full = underWay.size() >= options.maxCalls() || socket.writeQueueFull();
    if (full == paused) {
      return;
    }
    paused = full;
    if (full) {
      socket.pause();
      socket.drainHandler(drained -> updateFlow());
    } else {
      socket.resume();
    }
  }

  private void closeIfDrained() {
    if (draining && arriving.isEmpty() && underWay.isEmpty()) {
      end();
    }
  }

  private void fatal(int id, ErrorCode code, String message) {
    LOG.debug("Connection of {} is closed: {}", socket.remoteAddress(), message);
    endpoints.wrongRequest();
    if (!ended) {
      socket.write(MessageWriter.error(id, code, message));
    }
    end();
  }

  private void end() {
    if (!ended) {
      ended = true;
      // What was written before goes out first.
      socket.close();
    }
  }

  private void closed() {
    ended = true;
    for (Call call : arriving.values()) {
      release(call);
      endpoints.cancelled();
    }
    arriving.clear();
    closed.tryComplete();
  }
}
