package io.spoor.net;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Why a request is not let in. Each protocol says it in its own words.
 *
 * @param text for the sender; tells nothing that a stranger may not know
 * @param challenge value of WWW-Authenticate, where credentials would help
 */
public record Refusal(Kind kind, String text, Optional<String> challenge) {

  /** What is amiss, with the codes of HTTP and gRPC for it (contract: collector.md §1.3). */
  public enum Kind {
    /** No credentials, or wrong ones. */
    UNAUTHENTICATED(401, 16),
    /** Good credentials, which do not open this tenant's door. */
    FORBIDDEN(403, 7),
    /** Multi-tenancy is on and no tenant was named. */
    MISSING_TENANT(401, 16),
    /** A tenant that there is not, or several at once. */
    WRONG_TENANT(401, 7),
    /** The request did not end in time; exporters send again what gets this code. */
    TOO_SLOW(408, 4),
    /** More credentials wait to be verified than may. */
    BUSY(503, 14);

    private final int httpStatus;
    private final int grpcCode;

    Kind(int httpStatus, int grpcCode) {
      this.httpStatus = httpStatus;
      this.grpcCode = grpcCode;
    }

    public int httpStatus() {
      return httpStatus;
    }

    /** Of {@code google.rpc.Code}. */
    public int grpcCode() {
      return grpcCode;
    }
  }

  public Refusal {
    requireNonNull(kind, "kind");
    requireNonNull(text, "text");
    requireNonNull(challenge, "challenge");
  }
}
