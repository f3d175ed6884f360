package io.spoor.collector.tchannel;

import java.util.Random;

/**
 * Randomness that can be replayed: {@code -Dspoor.test.seed=<what was printed>}. {@code
 * -Dspoor.test.factor=20} asks for twenty times the cases.
 */
final class Seeded {
  private final long seed;

  private Seeded(long seed) {
    this.seed = seed;
  }

  static Seeded named(String test) {
    long seed = Long.getLong("spoor.test.seed", System.nanoTime());
    System.out.println(test + ": -Dspoor.test.seed=" + seed);
    return new Seeded(seed);
  }

  Random random(int testCase) {
    return new Random(seed * 0x9e3779b97f4a7c15L + testCase);
  }

  static int cases(int usual) {
    return usual * Integer.getInteger("spoor.test.factor", 1);
  }

  String describe(int testCase) {
    return "case " + testCase + " of seed " + seed;
  }
}
