package io.spoor.app.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything goes wrong, one after the other, while spans come in at the agent and at the
 * collector: at the end each acknowledged span is found, once. {@code mvn verify -Pfaults} is the
 * long form: each fault several times and longer, storage away for minutes. The order is drawn from
 * a seed, which is printed: {@code -Dspoor.seed=N} draws it again.
 */
@Tag("elasticsearch")
final class FaultsTest {
  private static final boolean LONG = Boolean.getBoolean("spoor.test.faults.long");
  private static final int ROUNDS = LONG ? 4 : 1;
  private static final Duration SHORTEST = Duration.ofMillis(600);
  private static final Duration LONGEST = LONG ? Duration.ofSeconds(12) : Duration.ofMillis(1_500);
  private static final Duration OUTAGE = Duration.ofMinutes(3);
  private static final int RATE = 400;

  /** Starts of processes: the short form has few, each of them in a test of its own beside. */
  private static final Set<Fault> SLOW =
      EnumSet.of(Fault.STORE_KILLED, Fault.AGENT_KILLED, Fault.COLLECTOR_STOPPED);

  /** Need a library that only the long form demands. */
  private static final Set<Fault> CLOCKS = EnumSet.of(Fault.CLOCK_BACK, Fault.CLOCK_FORWARD);

  @TempDir Path directory;

  @Test
  void everyAcknowledgedSpanIsFoundOnceAfterEveryFault() throws Exception {
    long seed = Long.getLong("spoor.seed", System.nanoTime());
    System.out.println("seed " + seed + " (replay with -Dspoor.seed=" + seed + ")");
    Random random = new Random(seed);
    Map<Fault, Integer> survived = new EnumMap<>(Fault.class);
    try (FaultRig rig = FaultRig.start(directory, LONG);
        AcknowledgedLoad direct =
            AcknowledgedLoad.start(
                directory, rig.collector(), 1, "--rate=" + RATE, "--duration=2h");
        AcknowledgedLoad throughAgent =
            AcknowledgedLoad.start(directory, rig.agent(), 2, "--rate=" + RATE, "--duration=2h")) {
      rig.awaitSpans();
      for (int round = 0; round < ROUNDS; round++) {
        for (Fault fault : shuffled(random)) {
          Duration hold =
              SHORTEST.plusMillis(
                  (long) (random.nextDouble() * LONGEST.minus(SHORTEST).toMillis()));
          strike(fault, rig, hold, random.nextLong(), survived);
        }
      }
      if (LONG) {
        strike(Fault.STORE_AWAY, rig, OUTAGE, 0, survived);
      }
      direct.stop();
      throughAgent.stop();
      rig.awaitStored();
      AcknowledgedLoad.Shown first = direct.shownBy(rig.query());
      AcknowledgedLoad.Shown second = throughAgent.shownBy(rig.query());

      String table = table(survived, first, second, seed);
      System.out.println(table);
      Files.writeString(Path.of("target", "faults.txt"), table);
      List<String> examples = new ArrayList<>(first.examples());
      examples.addAll(second.examples());
      assertEquals(List.of(), examples);
      assertTrue(first.traces() > 50 && second.traces() > 50, table);
      assertEquals(0, rig.collector().metric("spoor_pipeline_dead_letters_total"));
    }
  }

  private static List<Fault> shuffled(Random random) {
    List<Fault> faults = new ArrayList<>(Arrays.asList(Fault.values()));
    if (!LONG) {
      faults.removeAll(SLOW);
      faults.removeAll(CLOCKS);
    }
    Collections.shuffle(faults, random);
    return faults;
  }

  private static void strike(
      Fault fault, FaultRig rig, Duration hold, long seed, Map<Fault, Integer> survived)
      throws Exception {
    System.out.printf(Locale.ROOT, "fault: %s, %d ms%n", fault.label(), hold.toMillis());
    // The proxy notes every request with its body.
    rig.proxy().forget();
    fault.strike(rig, hold, seed);
    assertTrue(rig.collector().isAlive(), rig.collector()::log);
    assertTrue(rig.agent().isAlive(), rig.agent()::log);
    survived.merge(fault, 1, Integer::sum);
  }

  private static String table(
      Map<Fault, Integer> survived,
      AcknowledgedLoad.Shown direct,
      AcknowledgedLoad.Shown throughAgent,
      long seed) {
    StringBuilder text = new StringBuilder("Faults survived (seed " + seed + ")\n");
    survived.forEach(
        (fault, times) -> text.append(String.format("  %4d  %s%n", times, fault.label())));
    text.append(
        String.format(
            Locale.ROOT,
            "  %4d  in all; spans acknowledged %,d (%,d traces), lost %,d, shown twice %,d%n",
            survived.values().stream().mapToInt(Integer::intValue).sum(),
            direct.spans() + throughAgent.spans(),
            direct.traces() + throughAgent.traces(),
            direct.lost() + throughAgent.lost(),
            direct.twice() + throughAgent.twice()));
    return text.toString();
  }
}
