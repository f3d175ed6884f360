package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.HostPort;
import io.spoor.app.flag.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The protocols in which nobody can show anything, TChannel and UDP: where credentials or tenants
 * are asked for, their ports must not be a way around them.
 */
public final class Strangers {
  private static final Flag ALLOWED =
      Flag.spoor(
          "receiver.auth.allow-strangers",
          Type.BOOLEAN,
          "false",
          "TChannel and UDP, which show neither credentials nor tenant, may listen beyond loopback");

  private Strangers() {}

  static FlagGroup group() {
    return new FlagGroup("Ports without credentials", List.of(ALLOWED));
  }

  /** Complains of ports that would let everybody in past credentials or tenants. */
  public static void verify(
      Settings settings, AuthSettings auth, TenancySettings tenancy, List<Endpoint> ports) {
    if (settings.bool(ALLOWED) || (!auth.isOn() && !tenancy.isOn())) {
      return;
    }
    List<String> open =
        ports.stream()
            .filter(port -> !isLoopback(port.address()))
            .map(port -> port.flag().option() + "=" + port.address())
            .toList();
    if (!open.isEmpty()) {
      settings.complain(
          String.join(", ", open)
              + " would let in everybody, since "
              + (auth.isOn() ? "--" + auth.prefix() + ".auth.*" : TenancySettings.flag().option())
              + " cannot be asked for there: bind to 127.0.0.1, turn off (empty), or give "
              + ALLOWED.option());
    }
  }

  private static boolean isLoopback(HostPort address) {
    try {
      return !address.host().isEmpty() && InetAddress.getByName(address.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
