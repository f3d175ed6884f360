package io.spoor.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.spoor.net.Refusal;
import io.spoor.net.Refusal.Kind;
import io.spoor.net.RefusedAtDoorException;
import io.spoor.net.auth.CredentialFile.Tokens;
import io.spoor.net.auth.CredentialFile.User;
import io.spoor.net.auth.CredentialFile.Users;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Compares what a request's Authorization header shows with what the files say at that moment. Any
 * thread.
 */
public final class Authentication {
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  /** Verifying takes a tenth of a second of a processor: what strangers may cost has a bound. */
  private static final int VERIFIERS = 2;

  private static final int MAX_WAITING = 64;

  private final Optional<Supplier<Tokens>> tokens;
  private final Optional<Supplier<Users>> users;
  private final WorkerExecutor workers;
  private final Verified verified = new Verified(new SecureRandom());
  private final AtomicInteger waiting = new AtomicInteger();
  private final String challenge;

  /**
   * At least one of the two.
   *
   * @param tokens what is in force now
   * @param users what is in force now
   */
  public Authentication(
      Vertx vertx, Optional<Supplier<Tokens>> tokens, Optional<Supplier<Users>> users) {
    this.tokens = requireNonNull(tokens, "tokens");
    this.users = requireNonNull(users, "users");
    if (tokens.isEmpty() && users.isEmpty()) {
      throw new IllegalArgumentException("nobody could come in");
    }
    this.workers = vertx.createSharedWorkerExecutor("spoor-passwords", VERIFIERS);
    List<String> schemes = new ArrayList<>();
    tokens.ifPresent(own -> schemes.add("Bearer realm=\"spoor\""));
    users.ifPresent(own -> schemes.add("Basic realm=\"spoor\", charset=\"UTF-8\""));
    challenge = String.join(", ", schemes);
  }

  /**
   * Looks at a header's value.
   *
   * @param authorization empty if there is none
   * @return completes at once, unless a password must be verified for the first time; fails with
   *     {@link RefusedAtDoorException}
   */
  Future<Grant> verify(Optional<String> authorization) {
    if (authorization.isEmpty()) {
      return refused("missing credentials");
    }
    String header = authorization.get();
    if (tokens.isPresent() && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      Grant grant =
          tokens.get().get().grants().get(Digest.of(header.substring(BEARER.length()).strip()));
      return grant == null ? refused("wrong credentials") : Future.succeededFuture(grant);
    }
    if (users.isPresent() && header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return basic(header.substring(BASIC.length()).strip());
    }
    return refused("unsupported credentials");
  }

  private Future<Grant> basic(String encoded) {
    byte[] credentials;
    try {
      credentials = Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      return refused("malformed credentials");
    }
    String text = new String(credentials, UTF_8);
    int colon = text.indexOf(':');
    if (colon < 0) {
      return refused("malformed credentials");
    }
    Users known = users.orElseThrow().get();
    Optional<User> user = Optional.ofNullable(known.byName().get(text.substring(0, colon)));
    // Who does not exist is verified as slowly as who does.
    Password password = user.map(User::password).orElse(known.nobody());
    String given = text.substring(colon + 1);
    if (!password.isSlow()) {
      return answer(user, password.matches(given));
    }
    Digest key = verified.key(credentials, password.material());
    Optional<Boolean> remembered = verified.get(key);
    if (remembered.isPresent()) {
      return answer(user, remembered.get());
    }
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return refused(Kind.BUSY, "too many credentials are being verified");
    }
    return workers
        .executeBlocking(() -> password.matches(given), false)
        .onComplete(done -> waiting.decrementAndGet())
        .compose(
            isRight -> {
              verified.put(key, isRight);
              return answer(user, isRight);
            });
  }

  private Future<Grant> answer(Optional<User> user, boolean isRight) {
    return isRight && user.isPresent()
        ? Future.succeededFuture(user.get().grant())
        : refused("wrong credentials");
  }

  private Future<Grant> refused(String text) {
    return refused(Kind.UNAUTHENTICATED, text);
  }

  private Future<Grant> refused(Kind kind, String text) {
    return Future.failedFuture(
        new RefusedAtDoorException(
            new Refusal(
                kind,
                text,
                kind == Kind.UNAUTHENTICATED ? Optional.of(challenge) : Optional.empty())));
  }
}
