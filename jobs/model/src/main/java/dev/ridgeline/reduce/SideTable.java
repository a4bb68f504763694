package dev.ridgeline.reduce;

import java.util.Arrays;

/**
 * Sides of one phase that may be joined, with their quantities. Each is as good as its dollars and
 * its time are low, and its number of accelerators is high.
 */
final class SideTable {

  private int[] places = new int[16];
  private double[] dollars = new double[16];
  private double[] seconds = new double[16];
  private int[] accelerators = new int[16];
  private int size;

  /** Gaps by which one side must exceed another so that rounding cannot hide it. */
  private double dollarsGap;

  private double secondsGap;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int place(int index) {
    return places[index];
  }

  double dollars(int index) {
    return dollars[index];
  }

  double seconds(int index) {
    return seconds[index];
  }

  int accelerators(int index) {
    return accelerators[index];
  }

  void add(int place, double sideDollars, double sideSeconds, int sideAccelerators) {
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
      dollars = Arrays.copyOf(dollars, 2 * size);
      seconds = Arrays.copyOf(seconds, 2 * size);
      accelerators = Arrays.copyOf(accelerators, 2 * size);
    }
    set(size, place, sideDollars, sideSeconds, sideAccelerators);
    size++;
  }

  /** Adds all sides of another table, at places that are so much higher. */
  void addAll(SideTable other, int higher) {
    for (int i = 0; i < other.size; i++) {
      add(other.places[i] + higher, other.dollars[i], other.seconds[i], other.accelerators[i]);
    }
  }

  private void set(int at, int place, double sideDollars, double sideSeconds, int side) {
    places[at] = place;
    dollars[at] = sideDollars;
    seconds[at] = sideSeconds;
    accelerators[at] = side;
  }

  /** Least dollars of all sides; infinite where there are none. */
  double leastDollars() {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      least = Math.min(least, dollars[i]);
    }
    return least;
  }

  double mostDollars() {
    double most = 0;
    for (int i = 0; i < size; i++) {
      most = Math.max(most, dollars[i]);
    }
    return most;
  }

  double leastSeconds() {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      least = Math.min(least, seconds[i]);
    }
    return least;
  }

  double mostSeconds() {
    double most = 0;
    for (int i = 0; i < size; i++) {
      most = Math.max(most, seconds[i]);
    }
    return most;
  }

  int mostAccelerators() {
    int most = 0;
    for (int i = 0; i < size; i++) {
      most = Math.max(most, accelerators[i]);
    }
    return most;
  }

  /**
   * Drops the sides that another side stands for: it is no worse in any quantity, and better by a
   * sure gap in one.
   *
   * @param sureDollars gap in dollars that rounding cannot hide; infinite where no objective
   *     depends on them
   * @param sureSeconds such a gap in time
   */
  void keepUndominated(double sureDollars, double sureSeconds) {
    dollarsGap = sureDollars;
    secondsGap = sureSeconds;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (isDominated(i, kept)) {
        continue;
      }
      int still = 0;
      for (int j = 0; j < kept; j++) {
        if (!dominates(i, j)) {
          move(j, still++);
        }
      }
      move(i, still++);
      kept = still;
    }
    size = kept;
  }

  private boolean isDominated(int side, int kept) {
    for (int j = 0; j < kept; j++) {
      if (dominates(j, side)) {
        return true;
      }
    }
    return false;
  }

  private boolean dominates(int one, int other) {
    return dollars[one] <= dollars[other]
        && seconds[one] <= seconds[other]
        && accelerators[one] >= accelerators[other]
        && (dollars[other] - dollars[one] > dollarsGap
            || seconds[other] - seconds[one] > secondsGap);
  }

  private void move(int from, int to) {
    set(to, places[from], dollars[from], seconds[from], accelerators[from]);
  }
}
