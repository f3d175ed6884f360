package io.spoor.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.app.StartException;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.net.auth.TenantName;
import io.spoor.net.reload.BadDocumentException;
import io.spoor.net.reload.Reloaded;
import io.spoor.storage.Secret;
import io.spoor.storage.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a client shows to a collector that asks for it.
 *
 * @param flag of the token's file
 * @param tokenFile empty for none
 * @param tenant whose spans it sends, unless they have a tenant already; empty for nobody's
 */
public record ClientCredentials(
    Flag flag, String tokenFile, Optional<Tenant> tenant, String tenantHeader) {
  public ClientCredentials {
    requireNonNull(flag, "flag");
    requireNonNull(tokenFile, "tokenFile");
    requireNonNull(tenant, "tenant");
    requireNonNull(tenantHeader, "tenantHeader");
  }

  /**
   * Flags of a client.
   *
   * @param prefix ends in a dot, or is empty
   */
  public static List<Flag> flags(String prefix) {
    return List.of(tokenFlag(prefix), tenantFlag(prefix), headerFlag(prefix));
  }

  /** Flags of a tool that sends what has tenants already. */
  public static FlagGroup replayGroup() {
    return new FlagGroup("replay: what to show", List.of(tokenFlag(""), headerFlag("")));
  }

  /** Reads those of {@link #replayGroup}. */
  public static ClientCredentials readReplay(Settings settings) {
    return new ClientCredentials(
        tokenFlag(""),
        file(settings, tokenFlag("")),
        Optional.empty(),
        settings.text(headerFlag("")));
  }

  /** A token alone, in a file that a flag of the caller's names. */
  public static ClientCredentials readToken(Flag flag, Settings settings) {
    return new ClientCredentials(flag, file(settings, flag), Optional.empty(), "");
  }

  public static ClientCredentials read(String prefix, Settings settings) {
    return new ClientCredentials(
        tokenFlag(prefix),
        file(settings, tokenFlag(prefix)),
        settings.read(tenantFlag(prefix), ClientCredentials::tenant),
        settings.text(headerFlag(prefix)));
  }

  /** Reads the token for the first time; it may change from then on. */
  public Reloaded<Secret> load(MeterRegistry registry)
      throws BadDocumentException, InterruptedException {
    return Reloaded.loadSettling(
        tokenFile, ClientCredentials::token, "spoor.client.token", registry);
  }

  /**
   * What is sent along with the spans of a tenant.
   *
   * @param token what is in force now; empty for none
   */
  public Map<String, String> headers(Tenant own, Optional<Supplier<Secret>> token) {
    Optional<Tenant> named = own.equals(Tenant.DEFAULT) ? tenant : Optional.of(own);
    if (token.isEmpty() && named.isEmpty()) {
      return Map.of();
    }
    Map<String, String> headers = new HashMap<>();
    token.ifPresent(secret -> headers.put("authorization", "Bearer " + secret.get().reveal()));
    named.ifPresent(it -> headers.put(tenantHeader, it.id()));
    return headers;
  }

  /**
   * The headers of a tool that sends once: reads the token. Blocks.
   *
   * @throws StartException naming the flag, if it cannot be read
   */
  public Map<String, String> headersNow() throws InterruptedException {
    if (tokenFile.isEmpty()) {
      return headers(Tenant.DEFAULT, Optional.empty());
    }
    try {
      Reloaded<Secret> token = load(new SimpleMeterRegistry());
      return headers(Tenant.DEFAULT, Optional.of(token::current));
    } catch (BadDocumentException e) {
      throw new StartException(flag.option() + ": " + e.getMessage());
    }
  }

  private static Secret token(byte[] file) throws BadDocumentException {
    String token = new String(file, UTF_8).strip();
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new BadDocumentException("want one token, without blanks");
    }
    return new Secret(token);
  }

  private static Optional<Tenant> tenant(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        TenantName.parse(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "want 1 to 64 letters, digits, dots, dashes and underscores")));
  }

  private static String file(Settings settings, Flag flag) {
    return settings.read(
        flag,
        text -> {
          TlsOptions.file(text);
          return text;
        });
  }

  private static Flag tenantFlag(String prefix) {
    return Flag.spoor(prefix + "tenant", Type.TEXT, "", "Tenant whose spans these are");
  }

  private static Flag headerFlag(String prefix) {
    return Flag.spoor(
        prefix + "tenant-header", Type.TEXT, "x-tenant", "Header that names the tenant");
  }

  private static Flag tokenFlag(String prefix) {
    return Flag.spoor(
        prefix + "token-file", Type.TEXT, "", "Bearer token to show; read again when it changes");
  }
}
