package io.spoor.app.server;

import static java.util.Objects.requireNonNull;

import io.spoor.app.config.Endpoint;
import io.spoor.net.Crowd;
import io.spoor.net.Door;
import io.spoor.net.Gate;

/**
 * What all ports for spans have in common.
 *
 * @param crowd the bound on all their connections together
 * @param gate what a sender must show
 */
public record Entrance(ServerRuntime runtime, Crowd crowd, Gate gate) {
  public Entrance {
    requireNonNull(runtime, "runtime");
    requireNonNull(crowd, "crowd");
    requireNonNull(gate, "gate");
  }

  /** A port for spans. */
  Door door(Endpoint endpoint, String name) {
    return runtime.door(endpoint, name, crowd, gate);
  }

  /** A port where nothing need be shown. */
  Door openDoor(Endpoint endpoint, String name) {
    return runtime.door(endpoint, name, crowd, Gate.OPEN);
  }

  /** A port of another protocol than HTTP. */
  void keep(Endpoint endpoint, String name) {
    runtime.keep(endpoint, name, crowd);
  }
}
