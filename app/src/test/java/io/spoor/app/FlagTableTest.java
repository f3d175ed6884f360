package io.spoor.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.FlagGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * docs/flags.md is made from the code: this test writes it when asked to and compares it otherwise.
 */
final class FlagTableTest {
  private static final Path TABLE = Path.of("..", "docs", "flags.md");

  private static final List<Role> ROLES = Spoor.roles(System.out, System.err);

  @Test
  void tableNamesEveryFlag() throws IOException {
    String expected = table();
    if (Boolean.getBoolean("spoor.docs.write")) {
      Files.writeString(TABLE, expected);
    }
    assertEquals(
        expected, Files.readString(TABLE), "docs/flags.md is out of date, see CONTRIBUTING.md");
  }

  private static String table() {
    StringBuilder text =
        new StringBuilder(
            """
            # Flags

            Made from the code; `spoor <role> --help` prints the same. A value comes from the command line, else from the
            environment variable, else from `--config-file`, else it is the default; an empty environment variable counts
            as unset. Durations are Go's (`1m30s`), bytes are plain or with a unit (`64MiB`), `:N` binds port N on every interface. Flags marked
            *Spoor* are not Jaeger's.
            """);
    for (Role role : ROLES) {
      text.append("\n## spoor ")
          .append(role.name())
          .append("\n\n")
          .append(role.summary())
          .append('\n');
      for (FlagGroup group : role.flags()) {
        text.append("\n### ").append(group.heading()).append("\n\n");
        text.append("| flag | environment | default | |\n| --- | --- | --- | --- |\n");
        group.flags().forEach(flag -> text.append(row(flag)));
      }
    }
    text.append(
        """

        ## Flags of Jaeger's that do nothing

        Taken, so that a command line need not be changed; a line of warning says so at the start.

        | flag | roles | why |
        | --- | --- | --- |
        """);
    Map<String, Set<String>> roles = new TreeMap<>();
    for (Role role : ROLES) {
      for (FlagGroup group : role.flags()) {
        for (Flag flag : group.flags()) {
          if (flag.isIgnored()) {
            roles
                .computeIfAbsent(
                    "`" + flag.option() + "` | %s | " + flag.description().substring(11),
                    row -> new LinkedHashSet<>())
                .add(role.name());
          }
        }
      }
    }
    roles.forEach(
        (row, names) ->
            text.append("| ").append(row.formatted(String.join(", ", names))).append(" |\n"));
    return text.toString();
  }

  private static String row(Flag flag) {
    String origin = flag.origin() == Flag.Origin.SPOOR ? "*Spoor.* " : "";
    String oldNames =
        flag.oldNames().isEmpty()
            ? ""
            : " (old name: "
                + String.join(
                    ", ", flag.oldNames().stream().map(name -> "`--" + name + "`").toList())
                + ")";
    String value = flag.defaultValue().isEmpty() ? "" : "`" + flag.defaultValue() + "`";
    return "| `%s` | `%s` | %s | %s%s%s |%n"
        .formatted(
            flag.option(), flag.environmentName(), value, origin, flag.description(), oldNames);
  }
}
