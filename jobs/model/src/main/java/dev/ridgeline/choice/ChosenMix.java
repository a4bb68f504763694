package dev.ridgeline.choice;

import java.io.Serializable;

/**
 * The choice for a workload within targets.
 *
 * @param best the cheapest
 * @param homogeneous the cheapest with one kind of accelerator; null where none meets the targets
 * @param pooled the cheapest with one pool; null where none meets the targets
 * @param shareOfDraws share of the draws in which the mix of the cheapest is the cheapest
 */
public record ChosenMix(
    Candidate best, Candidate homogeneous, Candidate pooled, double shareOfDraws)
    implements Serializable {

  boolean lacksHomogeneous() {
    return homogeneous == null;
  }

  boolean lacksPooled() {
    return pooled == null;
  }

  /** How many times as much a request costs on one kind of accelerator as on the cheapest mix. */
  double homogeneousRegret() {
    return regret(homogeneous, best);
  }

  /** How many times as much a request costs on one pool as on the cheapest mix. */
  double pooledRegret() {
    return regret(pooled, best);
  }

  private static double regret(Candidate taken, Candidate best) {
    return taken.dollars() / best.dollars();
  }
}
