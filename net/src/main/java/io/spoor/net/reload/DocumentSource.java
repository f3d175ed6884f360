package io.spoor.net.reload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where a document comes from. Reading blocks. */
sealed interface DocumentSource {
  Duration TIME_LIMIT = Duration.ofSeconds(5);

  /** More than any list of rules is long; a wrong path may name anything. */
  int MAX_BYTES = 16 << 20;

  byte[] read() throws BadDocumentException, InterruptedException;

  /** A text with scheme and host is a URL, everything else a path. */
  static DocumentSource of(String location) {
    if (location.startsWith("http://") || location.startsWith("https://")) {
      return new Url(URI.create(location), MAX_BYTES);
    }
    return new LocalFile(Path.of(location));
  }

  /** A file; Kubernetes swaps it by its directory, so it is opened anew each time. */
  record LocalFile(Path path) implements DocumentSource {
    @Override
    public byte[] read() throws BadDocumentException {
      try {
        if (Files.size(path) > MAX_BYTES) {
          throw new BadDocumentException("larger than " + MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(path);
      } catch (NoSuchFileException e) {
        throw new BadDocumentException("no such file", e);
      } catch (IOException e) {
        throw new BadDocumentException("cannot be read: " + e.getMessage(), e);
      }
    }
  }

  /** An HTTP server; 503 from it means that there is nothing yet: JSON's null. */
  final class Url implements DocumentSource {
    private final URI uri;
    private final int maxBytes;
    // Each client has a thread, which ends only when the garbage is collected: one for all
    // readings.
    private final HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(TIME_LIMIT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    Url(URI uri, int maxBytes) {
      this.uri = uri;
      this.maxBytes = maxBytes;
    }

    @Override
    public byte[] read() throws BadDocumentException, InterruptedException {
      AtomicBoolean isTooLarge = new AtomicBoolean();
      CompletableFuture<HttpResponse<byte[]>> asked =
          client.sendAsync(
              HttpRequest.newBuilder(uri).timeout(TIME_LIMIT).build(),
              head -> new BoundedBody(maxBytes, () -> isTooLarge.set(true)));
      try {
        HttpResponse<byte[]> response = asked.get(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        return switch (response.statusCode()) {
          case 200 -> response.body();
          case 503 -> "null".getBytes(US_ASCII);
          default ->
              throw new BadDocumentException(
                  "the server answers with status " + response.statusCode());
        };
      } catch (TimeoutException e) {
        throw new BadDocumentException("no answer within " + TIME_LIMIT.toMillis() + " ms", e);
      } catch (ExecutionException e) {
        if (isTooLarge.get()) {
          throw new BadDocumentException("larger than " + maxBytes + " bytes", e);
        }
        throw new BadDocumentException("cannot be had: " + e.getCause(), e.getCause());
      } finally {
        asked.cancel(true);
      }
    }
  }
}
