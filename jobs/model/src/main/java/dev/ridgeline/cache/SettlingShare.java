package dev.ridgeline.cache;

/**
 * A share that is sought by rounds, each of which says where it should be instead. From the second
 * one on the secant through two rounds says where it would stay.
 */
final class SettlingShare {

  /** Most times as far as a plain step that a secant goes. */
  private static final double MOST_OF_SECANT = 5;

  private double before;
  private double stepBefore;
  private boolean isFirst;

  /** Begins other rounds. */
  void begin() {
    isFirst = true;
  }

  /**
   * The share of the next round.
   *
   * @param share share of this round
   * @param should where this round says that it should be
   */
  double next(double share, double should) {
    double step = should - share;
    double moved = share - before;
    double slope = (stepBefore - step) / moved;
    double factor = 1;
    if (!isFirst && Math.abs(moved) > 0 && slope > 1 / MOST_OF_SECANT) {
      factor = 1 / slope;
    }
    isFirst = false;
    before = share;
    stepBefore = step;
    return Math.min(1, Math.max(0, share + factor * step));
  }
}
