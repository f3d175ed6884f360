package io.spoor.app;

import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import java.util.List;
import java.util.Map;

/** Something {@code spoor <role>} runs. */
public interface Role {

  String name();

  /** One line for the help text. */
  String summary();

  List<FlagGroup> flags();

  /** Names of what stands beside the flags, for the help text: none for most. */
  default List<String> arguments() {
    return List.of();
  }

  /**
   * Runs until it has done its work or is told to stop. Complaints about flags are {@link
   * io.spoor.app.flag.FlagException}s, other things that a user can mend are {@link
   * StartException}s.
   *
   * @return the exit code of the process
   */
  int run(Settings settings, Map<String, String> environment) throws InterruptedException;
}
