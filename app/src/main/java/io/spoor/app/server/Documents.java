package io.spoor.app.server;

import io.spoor.app.StartException;
import io.spoor.app.flag.Flag;
import io.spoor.net.reload.BadDocumentException;
import io.spoor.net.reload.Reloaded;
import io.vertx.core.Future;
import java.time.Duration;

/** Documents that flags name and that may change while the process runs. */
public final class Documents {

  private Documents() {}

  /** Reads a document for the first time. */
  @FunctionalInterface
  public interface Loading<T> {
    Reloaded<T> load() throws BadDocumentException, InterruptedException;
  }

  /**
   * Reads a document and watches it until the runtime ends.
   *
   * @param flag that names it
   * @param interval zero = it is never read again
   * @throws StartException naming the flag, if it cannot be read
   */
  public static <T> Reloaded<T> open(
      Flag flag, Duration interval, Loading<T> loading, ServerRuntime runtime) {
    try {
      Reloaded<T> document = loading.load();
      if (!interval.isZero()) {
        long timer = document.watch(runtime.vertx(), interval);
        runtime.onStop(
            flag.option(),
            () -> {
              runtime.vertx().cancelTimer(timer);
              return Future.succeededFuture();
            });
      }
      return document;
    } catch (BadDocumentException e) {
      throw new StartException(flag.option() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted");
    }
  }
}
