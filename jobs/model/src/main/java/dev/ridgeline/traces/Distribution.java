package dev.ridgeline.traces;

import java.util.Map;
import java.util.TreeMap;

/**
 * The distribution of numbers. Its mean is exact. Percentiles take numbers below 0 for 0. They
 * count numbers by their twelve highest binary digits. A percentile of whole numbers below 4,096 is
 * exact, and any other at most 1 part in 2,048 too low.
 */
final class Distribution {

  private static final int DROPPED_DIGITS = 41;

  private final TreeMap<Long, long[]> counts = new TreeMap<>();
  private long count;
  private double sum;

  void add(double value) {
    counts
        .computeIfAbsent(
            Double.doubleToLongBits(Math.max(0, value)) >>> DROPPED_DIGITS, any -> new long[1])[
        0]++;
    count++;
    sum += value;
  }

  boolean isEmpty() {
    return count == 0;
  }

  long count() {
    return count;
  }

  double mean() {
    return sum / count;
  }

  /** The least number that at least this share of all numbers do not exceed. */
  double percentile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (Map.Entry<Long, long[]> bucket : counts.entrySet()) {
      seen += bucket.getValue()[0];
      if (seen >= rank) {
        return Double.longBitsToDouble(bucket.getKey() << DROPPED_DIGITS);
      }
    }
    throw new IllegalStateException("no numbers");
  }
}
