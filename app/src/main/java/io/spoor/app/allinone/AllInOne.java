package io.spoor.app.allinone;

import io.spoor.app.Role;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import java.util.List;
import java.util.Map;

/** x. */
public final class AllInOne implements Role {
  @Override
  public String name() {
    return "all-in-one";
  }

  @Override
  public String summary() {
    return "Everything in one process: collector, store and query.";
  }

  @Override
  public List<FlagGroup> flags() {
    return List.of();
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) {
    return 0;
  }
}
