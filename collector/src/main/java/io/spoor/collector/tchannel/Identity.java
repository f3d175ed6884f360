package io.spoor.collector.tchannel;

import static java.util.Objects.requireNonNull;

/**
 * What this process calls itself in the handshake.
 *
 * @param processName e.g. {@code spoor-collector[1]}
 * @param languageVersion of Java
 * @param version of this program: there is no library of TChannel in it
 */
public record Identity(String processName, String languageVersion, String version) {
  static final String LANGUAGE = "java";

  public Identity {
    requireNonNull(processName, "processName");
    requireNonNull(languageVersion, "languageVersion");
    requireNonNull(version, "version");
  }

  /** Of this process, in that role. */
  public static Identity ofThisProcess(String role, String version) {
    return new Identity(
        "spoor-" + role + "[" + ProcessHandle.current().pid() + "]",
        Integer.toString(Runtime.version().feature()),
        version);
  }
}
