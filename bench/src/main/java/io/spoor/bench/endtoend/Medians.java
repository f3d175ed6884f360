package io.spoor.bench.endtoend;

import java.util.Arrays;
import java.util.Collection;

/** Order statistics of small samples. */
final class Medians {
  private Medians() {}

  static double median(Collection<Double> values) {
    return percentile(values, 50);
  }

  /** The nearest rank; 0 of nothing. */
  static double percentile(Collection<Double> values, int percent) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return 0;
    }
    return sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1];
  }

  /** Half of the range, for telling how far repetitions are apart. */
  static double spread(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : (sorted[sorted.length - 1] - sorted[0]) / 2;
  }
}
