package io.spoor.collector.receiver;

import io.spoor.collector.receiver.RefusedException.Reason;
import io.spoor.net.Door;
import io.spoor.net.Sender;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/**
 * Reads a request's whole body within the intake's bounds and inflates it. Confined to the
 * request's event loop; the memory it has reserved is given back by {@link #release}.
 */
public final class HttpBody {
  private final HttpServerRequest request;
  private final Intake intake;
  private final Sender sender;
  private final Promise<byte[]> whole = Promise.promise();
  private Buffer received = Buffer.buffer();
  private int reserved;
  private boolean refused;

  private HttpBody(HttpServerRequest request, Intake intake, Sender sender) {
    this.request = request;
    this.intake = intake;
    this.sender = sender;
  }

  /**
   * Starts to read, at once: no byte may have been read before.
   *
   * @param sender whom the memory is lent to
   * @return completes with the inflated body; fails with {@link RefusedException}, or with another
   *     exception when the sender has gone
   */
  public static HttpBody read(HttpServerRequest request, Intake intake, Sender sender) {
    HttpBody body = new HttpBody(request, intake, sender);
    body.start();
    return body;
  }

  public Future<byte[]> whole() {
    return whole.future();
  }

  /** To be called once, when the answer is known. */
  public void release() {
    intake.giveBack(sender, reserved);
    reserved = 0;
  }

  private void start() {
    request.exceptionHandler(whole::tryFail);
    Door.whenAbandoned(request, () -> whole.tryFail(new ClosedChannelException()));
    request.handler(this::chunk);
    request.endHandler(ended -> end());
  }

  private void chunk(Buffer chunk) {
    if (refused) {
      return; // the answer is on its way: what still comes is forgotten, and the door ends it
    }
    int maxBytes = intake.limits().maxBodyBytes();
    if (received.length() + (long) chunk.length() > maxBytes) {
      refuse(Reason.TOO_LARGE, "body is larger than " + maxBytes + " bytes");
    } else if (!intake.reserve(sender, chunk.length())) {
      refuse(Reason.OVERLOADED, "too many bytes in flight");
    } else {
      reserved += chunk.length();
      received.appendBuffer(chunk);
    }
  }

  private void refuse(Reason reason, String message) {
    refused = true;
    received = Buffer.buffer();
    whole.tryFail(new RefusedException(reason, message));
  }

  private void end() {
    if (refused) {
      return;
    }
    String encoding = request.getHeader("content-encoding");
    byte[] bytes = received.getBytes();
    received = Buffer.buffer();
    if (bytes.length == 0
        || encoding == null
        || encoding.isEmpty()
        || encoding.equalsIgnoreCase("identity")) {
      whole.tryComplete(bytes);
      return;
    }
    String name = encoding.trim().toLowerCase(Locale.ROOT);
    Offload.run(bytes.length, () -> Inflation.inflate(name, bytes, intake.limits()))
        .onComplete(whole::tryComplete, whole::tryFail);
  }
}
