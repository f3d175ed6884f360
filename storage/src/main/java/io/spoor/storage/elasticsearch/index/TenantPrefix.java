package io.spoor.storage.elasticsearch.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.storage.Tenant;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a tenant stands in the names of its indices: {@code tenant_acme-jaeger-span-2024-01-31}. The
 * word before it keeps it apart from the prefixes that installations have: tenant {@code a} is not
 * who has chosen the prefix {@code a}. What Elasticsearch does not allow in a name is an underscore
 * and two hexadecimal digits a byte, and so is a dash, lest a tenant's name look like the end of
 * another's and the beginning of an index.
 */
public final class TenantPrefix {
  private static final String MARK = "tenant_";

  /** All tenants' indices, and what was made of them under other names. */
  static final String ANYWHERE = "*" + MARK + "*";

  private static final String TENANT = MARK + "([a-z0-9._]+)-";
  private static final Pattern FIRST = Pattern.compile("^" + TENANT);
  private static final Pattern LAST = Pattern.compile("(^|-)" + TENANT + "$");

  private TenantPrefix() {}

  /** With its dash; empty for the default tenant. */
  static String of(Tenant tenant) {
    return tenant.equals(Tenant.DEFAULT) ? "" : MARK + encoded(tenant.id()) + "-";
  }

  /** Whether a prefix is that of a tenant. */
  static boolean isLastOf(String prefix) {
    return LAST.matcher(prefix).find();
  }

  /** Whether the pattern of all tenants matches what has that prefix. */
  static boolean isIn(String prefix) {
    return prefix.contains(MARK);
  }

  /** A pattern of the prefixes of all tenants of an installation. */
  public static String ofAll(String installationPrefix) {
    return installationPrefix + MARK + "*-";
  }

  /** Whose an index is, if it is a tenant's of that installation. */
  public static Optional<Tenant> tenantOf(String index, String installationPrefix) {
    if (!index.startsWith(installationPrefix)) {
      return Optional.empty();
    }
    Matcher matcher = FIRST.matcher(index.substring(installationPrefix.length()));
    return matcher.find() ? decoded(matcher.group(1)) : Optional.empty();
  }

  private static String encoded(String tenant) {
    StringBuilder text = new StringBuilder(tenant.length() + 16);
    for (byte b : tenant.getBytes(UTF_8)) {
      if (isPlain((char) (b & 0xff))) {
        text.append((char) b);
      } else {
        text.append('_').append(HexFormat.of().toHexDigits(b));
      }
    }
    return text.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
  }

  /** Empty for what {@link #encoded} never says. */
  private static Optional<Tenant> decoded(String text) {
    ByteArrayOutputStream id = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        id.write(c);
      } else if (i + 2 < text.length()
          && HexFormat.isHexDigit(text.charAt(i + 1))
          && HexFormat.isHexDigit(text.charAt(i + 2))) {
        id.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    Tenant tenant = new Tenant(id.toString(UTF_8));
    return encoded(tenant.id()).equals(text) ? Optional.of(tenant) : Optional.empty();
  }
}
