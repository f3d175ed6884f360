package io.spoor.app.journal;

import io.spoor.app.Role;
import io.spoor.app.StartException;
import io.spoor.app.config.ClientCredentials;
import io.spoor.app.deadletters.DeadLetters;
import io.spoor.app.deadletters.Replay;
import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.collector.forward.Target;
import io.spoor.collector.journal.JournalReader;
import io.spoor.collector.journal.SegmentReport;
import io.spoor.proto.wire.DecodeException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code journal inspect|export|replay DIRECTORY}: tells what is in a journal, damage included;
 * takes records out of it; sends them to a collector. The directory is only read, and no Spoor may
 * have it meanwhile unless {@code --read-only} says that this does not matter.
 */
public final class JournalTool implements Role {
  private static final int JAEGER_GRPC_PORT = 14_250;
  private static final Flag READ_ONLY =
      Flag.spoor(
          "read-only",
          Type.BOOLEAN,
          "false",
          "inspect and export: do not take the directory's lock, so that a Spoor may run");
  private static final Flag JSON =
      Flag.spoor("json", Type.BOOLEAN, "false", "inspect: for programs");
  private static final Flag OUTPUT =
      Flag.spoor(
          "output", Type.TEXT, "", "export: a file that does not exist; empty = standard output");
  private static final Flag FORM =
      Flag.spoor(
          "form",
          Type.TEXT,
          "ndjson",
          "export: ndjson (replayable, bodies as received), or jaeger (protobuf, repeated"
              + " jaeger.api_v2.Batch = 1)");
  private static final Flag ENDPOINT =
      Flag.spoor("endpoint", Type.TEXT, "127.0.0.1:14250", "replay: a collector's gRPC port");

  private final PrintStream out;
  private final PrintStream err;

  public JournalTool(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public String summary() {
    return "Look into a journal, take records out of it or send them again: inspect, export, replay.";
  }

  @Override
  public List<String> arguments() {
    return List.of("<inspect|export|replay>", "<directory>");
  }

  @Override
  public List<FlagGroup> flags() {
    return List.of(
        new FlagGroup("Journal tool", List.of(READ_ONLY, JSON, FORM, OUTPUT, ENDPOINT)),
        Selection.group(),
        ClientCredentials.replayGroup());
  }

  @Override
  public int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    List<Target> targets = settings.read(ENDPOINT, text -> Target.parseAll(text, JAEGER_GRPC_PORT));
    Selection selection = Selection.read(settings);
    Export.Form form = settings.read(FORM, JournalTool::form);
    boolean readOnly = settings.bool(READ_ONLY);
    boolean json = settings.bool(JSON);
    String output = settings.text(OUTPUT);
    ClientCredentials credentials = ClientCredentials.readReplay(settings);
    settings.verify();
    List<String> arguments = settings.arguments();
    if (arguments.size() != 2) {
      throw new StartException("wrong number of arguments: want " + String.join(" ", arguments()));
    }
    Path path = Path.of(arguments.get(1));
    try {
      return switch (arguments.get(0)) {
        case "inspect" -> inspect(path, readOnly, json);
        case "export" -> export(path, readOnly, selection, form, output);
        case "replay" -> replay(path, selection, targets, credentials);
        default ->
            throw new StartException(
                "unknown command " + arguments.get(0) + ": want inspect, export or replay");
      };
    } catch (IOException e) {
      String hint =
          String.valueOf(e.getMessage()).contains("in use by another process")
              ? " (--read-only looks at it nonetheless)"
              : "";
      throw new StartException(e.getMessage() + hint);
    }
  }

  private static Export.Form form(String text) {
    return switch (text) {
      case "ndjson" -> Export.Form.NDJSON;
      case "jaeger" -> Export.Form.JAEGER;
      default -> throw new IllegalArgumentException("want ndjson or jaeger");
    };
  }

  private int inspect(Path directory, boolean readOnly, boolean json)
      throws IOException, InterruptedException {
    try (JournalReader reader = JournalReader.open(directory, !readOnly)) {
      Inspection inspection = new Inspection(reader.read(record -> {}), Instant.now());
      if (json) {
        inspection.printJson(out);
      } else {
        inspection.print(out);
      }
      return inspection.isSound() ? 0 : 1;
    }
  }

  private int export(
      Path directory, boolean readOnly, Selection selection, Export.Form form, String output)
      throws IOException, InterruptedException {
    try (JournalReader reader = JournalReader.open(directory, !readOnly);
        OutputStream file =
            new BufferedOutputStream(
                output.isEmpty()
                    ? out
                    : Files.newOutputStream(Path.of(output), StandardOpenOption.CREATE_NEW))) {
      Export export = new Export(file, form);
      List<SegmentReport> reports =
          reader.read(
              record -> {
                if (selection.includes(record)) {
                  export.add(record);
                }
              });
      file.flush();
      err.println("Exported " + export.records() + " records with " + export.spans() + " spans");
      return tellDamage(reports) + export.undecodable() == 0 ? 0 : 1;
    }
  }

  private int replay(
      Path path, Selection selection, List<Target> targets, ClientCredentials credentials)
      throws IOException, InterruptedException {
    try (Replay replay = Replay.to(targets, credentials)) {
      if (Files.isRegularFile(path)) {
        return new DeadLetters(out).replay(path, replay);
      }
      AtomicLong leftOut = new AtomicLong();
      try (JournalReader reader = JournalReader.open(path, true)) {
        List<SegmentReport> reports =
            reader.read(
                record -> {
                  if (!selection.includes(record)) {
                    return;
                  }
                  try {
                    replay.send(record.delivery().received());
                  } catch (DecodeException e) {
                    leftOut.incrementAndGet();
                    err.println(
                        "Record "
                            + record.delivery().sequence()
                            + " of "
                            + record.segment()
                            + " is left out: "
                            + e.getMessage());
                  }
                });
        out.println(
            "Replayed "
                + replay.records()
                + " records with "
                + replay.spans()
                + " spans from "
                + path
                + "; the journal is as it was: move it away, or a Spoor that starts on it stores them"
                + " again (a span that is stored twice is shown once)");
        return tellDamage(reports) + leftOut.get() == 0 ? 0 : 1;
      }
    }
  }

  /** Returns how many records cannot be read. */
  private long tellDamage(List<SegmentReport> reports) {
    long damaged = 0;
    for (SegmentReport report : reports) {
      damaged += report.damaged();
      if (report.damaged() > 0 || !report.remark().isEmpty()) {
        err.println(
            report.file() + ": " + report.damaged() + " records damaged. " + report.remark());
      }
    }
    return damaged;
  }
}
