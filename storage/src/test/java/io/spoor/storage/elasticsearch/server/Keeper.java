package io.spoor.storage.elasticsearch.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * The parent of all servers of this JVM: a shell that starts them, each in its own process group,
 * and kills them and deletes their files when its input ends. That is when the JVM ends, however it
 * ends: no server outlives the tests.
 */
final class Keeper {
  private static final String SCRIPT =
      """
      set -m
      trap '' INT TERM HUP
      groups=
      while read -r verb first second; do
        case $verb in
          start) bash "$first" </dev/null >/dev/null 2>&1 & groups="$groups -$!"; echo "$!" ;;
          signal) kill -s "$first" -- "-$second" 2>/dev/null; echo sent ;;
        esac
      done
      [ -z "$groups" ] || kill -s KILL -- $groups 2>/dev/null
      wait
      rm -rf "$0"
      """;

  private static final class Holder {
    static final Keeper INSTANCE = new Keeper();
  }

  private final Path area;
  private final Process shell;
  private final BufferedWriter orders;
  private final BufferedReader answers;

  private Keeper() {
    try {
      area = Files.createTempDirectory("spoor-elasticsearch-");
      // The servers of a build that is root run as somebody else.
      Files.setPosixFilePermissions(area, PosixFilePermissions.fromString("rwxr-xr-x"));
      shell =
          new ProcessBuilder("bash", "-c", SCRIPT, area.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    orders = shell.outputWriter(UTF_8);
    answers = shell.inputReader(UTF_8);
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "test-servers-end"));
  }

  static Keeper ofThisJvm() {
    return Holder.INSTANCE;
  }

  /** Everything beneath it is deleted at the end. */
  Path area() {
    return area;
  }

  /**
   * @return the number of the new process and of its group
   */
  long start(Path script) {
    return Long.parseLong(order("start " + script));
  }

  void signal(String signal, long group) {
    order("signal " + signal + " " + group);
  }

  private synchronized String order(String line) {
    try {
      orders.write(line);
      orders.newLine();
      orders.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("the keeper of the test servers has ended");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end() {
    try {
      orders.close();
      if (!shell.waitFor(20, TimeUnit.SECONDS)) {
        shell.destroyForcibly();
      }
    } catch (IOException e) {
      shell.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
