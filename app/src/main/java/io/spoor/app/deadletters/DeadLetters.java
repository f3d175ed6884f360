package io.spoor.app.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.app.Role;
import io.spoor.app.StartException;
import io.spoor.app.config.ClientCredentials;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.collector.forward.Target;
import io.spoor.collector.pipeline.DeadLetter;
import io.spoor.proto.wire.DecodeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code dead-letters list|replay FILE}: shows what a store refused for good and why, or sends it
 * to a collector again once the reason is gone. The file is only read: whoever replays one that a
 * running collector still writes replays what was in it at the start.
 */
public final class DeadLetters implements Role {
  private static final int JAEGER_GRPC_PORT = 14_250;
  private static final Flag ENDPOINT =
      Flag.spoor("endpoint", Type.TEXT, "127.0.0.1:14250", "replay: a collector's gRPC port");

  private final PrintStream out;

  public DeadLetters(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "dead-letters";
  }

  @Override
  public String summary() {
    return "Show spans that the store refused for good, or send them again: list or replay.";
  }

  @Override
  public List<String> arguments() {
    return List.of("<list|replay>", "<file>");
  }

  @Override
  public List<FlagGroup> flags() {
    return List.of(new FlagGroup("Where to", List.of(ENDPOINT)), ClientCredentials.replayGroup());
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    List<Target> targets = settings.read(ENDPOINT, text -> Target.parseAll(text, JAEGER_GRPC_PORT));
    ClientCredentials credentials = ClientCredentials.readReplay(settings);
    settings.verify();
    List<String> arguments = settings.arguments();
    if (arguments.size() != 2) {
      throw new StartException("wrong number of arguments: want " + String.join(" ", arguments()));
    }
    Path file = Path.of(arguments.get(1));
    return switch (arguments.get(0)) {
      case "list" -> read(file, letter -> list(letter)) == 0 ? 0 : 1;
      case "replay" -> replay(file, targets, credentials);
      default ->
          throw new StartException("unknown command " + arguments.get(0) + ": want list or replay");
    };
  }

  /** What is done with a letter. */
  private interface Action {
    void accept(DeadLetter letter) throws DecodeException, InterruptedException;
  }

  private void list(DeadLetter letter) {
    out.printf(
        "%s %5d spans, %d bytes of %s: %s%n",
        Instant.ofEpochMilli(letter.received().receivedAtMillis()),
        letter.received().spans(),
        letter.received().body().length,
        letter.received().format(),
        letter.reason());
  }

  private int replay(Path file, List<Target> targets, ClientCredentials credentials)
      throws InterruptedException {
    try (Replay replay = Replay.to(targets, credentials)) {
      return replay(file, replay);
    }
  }

  /** Sends what is in the file, and returns the exit code. */
  public int replay(Path file, Replay replay) throws InterruptedException {
    long unreadable = read(file, letter -> replay.send(letter.received()));
    out.println(
        "Replayed " + replay.records() + " records with " + replay.spans() + " spans from " + file);
    return unreadable == 0 ? 0 : 1;
  }

  /**
   * Goes through the letters that are in the file now.
   *
   * @return lines that are none; each is told
   */
  private long read(Path file, Action action) throws InterruptedException {
    long unreadable = 0;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(new Head(Files.newInputStream(file), Files.size(file)), UTF_8))) {
      long number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        try {
          action.accept(DeadLetter.parse(line));
        } catch (DecodeException e) {
          unreadable++;
          out.println(file + ", line " + number + " is left out: " + e.getMessage());
        }
      }
    } catch (IOException e) {
      throw new StartException("cannot read " + file + ": " + e);
    }
    return unreadable;
  }
}
