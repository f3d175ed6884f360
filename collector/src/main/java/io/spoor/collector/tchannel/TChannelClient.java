package io.spoor.collector.tchannel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.proto.wire.DecodeException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One connection to a server of TChannel (contract: collector.md §2.6). Calls from any thread; each
 * ends with its result, a {@link TChannelException} from the server, or one of ours: {@link
 * ErrorCode#TIMEOUT} when no answer came in time, {@link ErrorCode#NETWORK} when the connection was
 * lost, {@link ErrorCode#BUSY} when too many calls are under way. Nothing is tried twice here.
 */
public final class TChannelClient {
  private static final int INIT_ID = 1;
  private static final int MAX_PENDING = 4096;

  /** A host that is gone says nothing, and the kernel takes a quarter of an hour to say so. */
  private static final int MAX_SILENT_CALLS = 3;

  /** Collectors answer with a few bytes a batch. */
  private static final int MAX_ANSWER_BYTES = 4 << 20;

  private final Vertx vertx;
  private final Context context;
  private final NetSocket socket;
  private final String caller;
  private final MessageWriter writer = new MessageWriter();
  private final FrameParser parser = new FrameParser();
  private final Promise<Void> introduced = Promise.promise();
  private final Promise<Void> closed = Promise.promise();
  // Context only
  private final Map<Integer, Pending> pending = new HashMap<>();
  private int lastId = INIT_ID;
  // Calls that timed out since the server was heard of last.
  private int silentCalls;
  private volatile boolean ended;

  /** A call without answer. */
  private static final class Pending {
    final Promise<byte[]> promise;
    final long timer;
    int code;
    Arguments arguments;

    Pending(Promise<byte[]> promise, long timer) {
      this.promise = promise;
      this.timer = timer;
    }
  }

  private TChannelClient(Vertx vertx, Context context, NetSocket socket, String caller) {
    this.vertx = vertx;
    this.context = context;
    this.socket = socket;
    this.caller = caller;
  }

  /**
   * Connects and introduces itself.
   *
   * @param net to be held by the caller as long as the connection: Vert.x closes one that is
   *     garbage
   * @param caller how calls name who makes them, e.g. {@code jaeger-agent}
   * @param timeout for both
   */
  public static Future<TChannelClient> connect(
      Vertx vertx,
      NetClient net,
      SocketAddress server,
      Identity identity,
      String caller,
      Duration timeout) {
    ConnectOptions to =
        new ConnectOptions()
            .setRemoteAddress(server)
            .setTimeout((int) Math.max(1, timeout.toMillis()));
    Promise<TChannelClient> result = Promise.promise();
    Context context = vertx.getOrCreateContext();
    context.runOnContext(
        run ->
            net.connect(to)
                .recover(failure -> Future.failedFuture(lost(failure.getMessage())))
                .compose(
                    socket ->
                        new TChannelClient(vertx, context, socket, caller)
                            .introduce(identity, timeout))
                .onComplete(result));
    return result.future();
  }

  private Future<TChannelClient> introduce(Identity identity, Duration timeout) {
    socket.closeHandler(end -> end(ErrorCode.NETWORK, "connection closed"));
    socket.exceptionHandler(failure -> end(ErrorCode.NETWORK, failure.getMessage()));
    socket.handler(this::read);
    Buffer payload = InitMessage.write(identity, InitMessage.EPHEMERAL);
    socket.write(MessageWriter.frame(FrameType.INIT_REQ, INIT_ID, payload));
    long timer =
        vertx.setTimer(
            Math.max(1, timeout.toMillis()),
            late -> {
              if (!introduced.future().isComplete()) {
                end(ErrorCode.TIMEOUT, "no init res in time");
              }
            });
    return introduced.future().onComplete(done -> vertx.cancelTimer(timer)).map(done -> this);
  }

  /** Whether calls can be made. */
  public boolean isOpen() {
    return !ended;
  }

  /** Completes when the connection is gone. */
  public Future<Void> whenClosed() {
    return closed.future();
  }

  /** Ends the connection; calls without answer fail. */
  public Future<Void> close() {
    context.runOnContext(run -> end(ErrorCode.NETWORK, "connection closed"));
    return closed.future();
  }

  /**
   * Calls a method with the Thrift scheme.
   *
   * @param body the struct of arguments
   * @param timeout also what the server is told
   * @return the struct of the result
   */
  public Future<byte[]> call(String service, String method, byte[] body, Duration timeout) {
    Promise<byte[]> promise = Promise.promise();
    context.runOnContext(run -> start(service, method, body, timeout, promise));
    return promise.future();
  }

  private void start(
      String service, String method, byte[] body, Duration timeout, Promise<byte[]> promise) {
    if (ended) {
      promise.fail(lost("connection closed"));
      return;
    }
    if (pending.size() >= MAX_PENDING) {
      promise.fail(new TChannelException(ErrorCode.BUSY, "too many calls at once"));
      return;
    }
    int id = nextId();
    long millis = Math.max(1, timeout.toMillis());
    long timer =
        vertx.setTimer(
            millis,
            late -> {
              fail(id, new TChannelException(ErrorCode.TIMEOUT, "no answer in time"));
              if (++silentCalls == MAX_SILENT_CALLS) {
                end(ErrorCode.NETWORK, "nothing comes from the server any more");
              }
            });
    pending.put(id, new Pending(promise, timer));
    Buffer head = Buffer.buffer(96).appendUnsignedInt(millis);
    head.appendBytes(new byte[FrameType.TRACING_BYTES]);
    Call.shortText(head, service);
    head.appendByte((byte) 2);
    for (String text : List.of("as", "thrift", "cn", caller)) {
      Call.shortText(head, text);
    }
    socket.write(
        writer.write(
            FrameType.CALL_REQ,
            id,
            head,
            ChecksumType.CRC32.start(),
            method.getBytes(UTF_8),
            new byte[2],
            body));
  }

  private int nextId() {
    do {
      lastId++;
    } while (lastId == FrameType.NO_ID || lastId == 0 || pending.containsKey(lastId));
    return lastId;
  }

  private void read(Buffer data) {
    silentCalls = 0;
    try {
      parser.read(data, this::frame);
    } catch (DecodeException e) {
      end(ErrorCode.NETWORK, e.getMessage());
    }
  }

  private boolean frame(int type, int id, byte[] bytes, int from, int to) {
    PayloadReader in = new PayloadReader(bytes, from, to);
    try {
      switch (type) {
        case FrameType.INIT_RES -> initAnswer(id, in);
        case FrameType.CALL_RES -> firstFrame(id, in);
        case FrameType.CALL_RES_CONTINUE -> nextFrame(id, in);
        case FrameType.ERROR -> error(id, in);
        case FrameType.PING_REQ ->
            socket.write(MessageWriter.frame(FrameType.PING_RES, id, Buffer.buffer()));
        default -> {
          // Nothing else is for us.
        }
      }
    } catch (DecodeException e) {
      end(ErrorCode.NETWORK, "answer that cannot be read: " + e.getMessage());
    }
    return !ended;
  }

  private void initAnswer(int id, PayloadReader in) throws DecodeException {
    InitMessage init = InitMessage.read(in);
    if (id != INIT_ID || init.version() != InitMessage.VERSION) {
      end(ErrorCode.FATAL, "init res with id " + id + " and version " + init.version());
    } else {
      introduced.tryComplete();
    }
  }

  private void firstFrame(int id, PayloadReader in) throws DecodeException {
    Pending call = pending.get(id);
    if (call == null) {
      return;
    }
    boolean more = (in.readByte() & FrameType.MORE_FRAMES) != 0;
    call.code = in.readByte();
    in.skip(FrameType.TRACING_BYTES);
    for (int left = in.readByte(); left > 0; left--) {
      in.readShortText();
      in.readShortText();
    }
    call.arguments = Arguments.first(in, more);
    if (!more) {
      complete(id, call);
    }
  }

  private void nextFrame(int id, PayloadReader in) throws DecodeException {
    Pending call = pending.get(id);
    if (call == null) {
      return;
    }
    if (call.arguments == null || call.arguments.size() + in.remaining() > MAX_ANSWER_BYTES) {
      throw new DecodeException("continuation out of place or too long");
    }
    boolean more = (in.readByte() & FrameType.MORE_FRAMES) != 0;
    call.arguments.next(in, more);
    if (!more) {
      complete(id, call);
    }
  }

  private void complete(int id, Pending call) {
    if (call.code != 0) {
      fail(id, new TChannelException(ErrorCode.UNEXPECTED, "application error"));
      return;
    }
    pending.remove(id);
    vertx.cancelTimer(call.timer);
    Body body = call.arguments.body();
    byte[] result = new byte[body.length()];
    System.arraycopy(body.bytes(), body.from(), result, 0, result.length);
    call.promise.complete(result);
  }

  private void error(int id, PayloadReader in) throws DecodeException {
    ErrorCode code = ErrorCode.ofCode(in.readByte());
    in.skip(FrameType.TRACING_BYTES);
    String message = in.readText();
    if (id == FrameType.NO_ID || code == ErrorCode.FATAL || !introduced.future().isComplete()) {
      end(code, message);
    } else {
      fail(id, new TChannelException(code, message));
    }
  }

  private void fail(int id, TChannelException failure) {
    Pending call = pending.remove(id);
    if (call != null) {
      vertx.cancelTimer(call.timer);
      call.promise.fail(failure);
    }
  }

  private void end(ErrorCode code, String reason) {
    if (ended) {
      return;
    }
    ended = true;
    socket.close();
    introduced.tryFail(new TChannelException(code, reason));
    List.copyOf(pending.keySet()).forEach(id -> fail(id, lost(reason)));
    closed.tryComplete();
  }

  private static TChannelException lost(String reason) {
    return new TChannelException(ErrorCode.NETWORK, reason);
  }
}
