package io.spoor.app.server;

import io.spoor.app.config.AuthSettings;
import io.spoor.app.config.TenancySettings;
import io.spoor.app.flag.Flag;
import io.spoor.net.Gate;
import io.spoor.net.auth.Authentication;
import io.spoor.net.auth.CredentialFile;
import io.spoor.net.auth.CredentialGate;
import io.spoor.net.auth.TenantLimit;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What doors ask for, as the settings say. */
public final class Gates {
  /** A changed file is in force soon enough. */
  private static final Duration RELOAD = Duration.ofSeconds(5);

  private Gates() {}

  /**
   * The gate of all receivers of a process.
   *
   * @throws io.spoor.app.StartException naming the flag, if a file cannot be read
   */
  public static Gate ofReceivers(
      AuthSettings auth, TenancySettings tenancy, ServerRuntime runtime) {
    TenantLimit limit = new TenantLimit(tenancy.maxTenants());
    return CredentialGate.of(
        authentication(auth, tenancy, runtime), tenancy.tenancy(), Optional.of(limit));
  }

  /**
   * The gate of query: to look for a tenant's spans makes nothing in the store.
   *
   * @throws io.spoor.app.StartException naming the flag, if a file cannot be read
   */
  public static Gate ofQuery(AuthSettings auth, TenancySettings tenancy, ServerRuntime runtime) {
    return CredentialGate.of(
        authentication(auth, tenancy, runtime), tenancy.tenancy(), Optional.empty());
  }

  private static Optional<Authentication> authentication(
      AuthSettings auth, TenancySettings tenancy, ServerRuntime runtime) {
    Optional<Supplier<CredentialFile.Tokens>> tokens = Optional.empty();
    Optional<Supplier<CredentialFile.Users>> users = Optional.empty();
    if (!auth.tokenFile().isEmpty()) {
      Flag flag = auth.tokenFlag();
      tokens =
          Optional.of(
              Documents.open(
                      flag,
                      RELOAD,
                      () ->
                          CredentialFile.tokens(
                              auth.tokenFile(), tenancy.isOn(), meters(flag), runtime.registry()),
                      runtime)
                  ::current);
    }
    if (!auth.basicFile().isEmpty()) {
      Flag flag = auth.basicFlag();
      users =
          Optional.of(
              Documents.open(
                      flag,
                      RELOAD,
                      () ->
                          CredentialFile.users(
                              auth.basicFile(), tenancy.isOn(), meters(flag), runtime.registry()),
                      runtime)
                  ::current);
    }
    return auth.isOn()
        ? Optional.of(new Authentication(runtime.vertx(), tokens, users))
        : Optional.empty();
  }

  private static String meters(Flag flag) {
    return "spoor." + flag.name().toLowerCase(Locale.ROOT).replace('-', '.');
  }
}
