package dev.ridgeline.choice;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The choice for a workload within latency targets.
 *
 * @param best cheapest candidate
 * @param homogeneous cheapest candidate with one kind of accelerator; null where none meets the
 *     targets
 * @param colocated cheapest colocated candidate; null where none meets the targets
 * @param shareOfDraws share of the draws in which the mix of the cheapest candidate stays the
 *     cheapest
 */
public record ChosenMix(
    Candidate best,
    @Nullable Candidate homogeneous,
    @Nullable Candidate colocated,
    double shareOfDraws)
    implements Serializable {

  boolean lacksHomogeneous() {
    return homogeneous == null;
  }

  boolean lacksColocated() {
    return colocated == null;
  }

  /**
   * Price of a request with one kind of accelerator over its price on the cheapest mix.
   *
   * @throws NullPointerException where {@link #lacksHomogeneous()}
   */
  double homogeneousRegret() {
    return regret(requireNonNull(homogeneous));
  }

  /**
   * Price of a request on the cheapest colocated mix over its price on the cheapest mix.
   *
   * @throws NullPointerException where {@link #lacksColocated()}
   */
  double colocatedRegret() {
    return regret(requireNonNull(colocated));
  }

  private double regret(Candidate taken) {
    return taken.dollars() / best.dollars();
  }
}
