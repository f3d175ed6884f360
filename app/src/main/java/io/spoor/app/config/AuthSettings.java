package io.spoor.app.config;

import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import java.util.List;

/**
 * Who may come in by some ports: those whom files name.
 *
 * @param prefix of the flags: {@code receiver} or {@code query}
 * @param tokenFile empty for none
 * @param basicFile empty for none
 */
public record AuthSettings(String prefix, String tokenFile, String basicFile) {
  public AuthSettings {
    requireNonNull(prefix, "prefix");
    requireNonNull(tokenFile, "tokenFile");
    requireNonNull(basicFile, "basicFile");
  }

  public static FlagGroup group(String prefix, String heading) {
    return new FlagGroup(heading, List.of(tokenFlag(prefix), basicFlag(prefix)));
  }

  public static AuthSettings read(String prefix, Settings settings) {
    return new AuthSettings(
        prefix, file(settings, tokenFlag(prefix)), file(settings, basicFlag(prefix)));
  }

  /** Whether somebody must show something. */
  public boolean isOn() {
    return !tokenFile.isEmpty() || !basicFile.isEmpty();
  }

  public Flag tokenFlag() {
    return tokenFlag(prefix);
  }

  public Flag basicFlag() {
    return basicFlag(prefix);
  }

  private static String file(Settings settings, Flag flag) {
    return settings.read(
        flag,
        text -> {
          TlsOptions.file(text);
          return text;
        });
  }

  private static Flag tokenFlag(String prefix) {
    return Flag.spoor(
        prefix + ".auth.token-file",
        Type.TEXT,
        "",
        "Bearer tokens that may come in, a line each: token [tenant=a,b]; read again when it changes");
  }

  private static Flag basicFlag(String prefix) {
    return Flag.spoor(
        prefix + ".auth.basic-file",
        Type.TEXT,
        "",
        "Users that may come in, a line each: user:password [tenant=a,b], as htpasswd -B writes it");
  }
}
