package dev.ridgeline.choice;

import java.io.Serializable;

/**
 * A cell that may be the cheapest of its mix when prices and speeds are others than they are: no
 * other cell of the mix costs less in every pool and is as fast.
 *
 * @param cell number of the cell
 * @param mix its hardware
 * @param prefillDollars part of the price of a request that prefill takes
 * @param decodeDollars part that decode takes, but for its feed-forward side
 * @param feedForwardDollars part that the feed-forward side takes; 0 where decode is in one piece
 * @param ttftSeconds time to first token
 * @param tpotSeconds time per output token
 */
public record Candidate(
    long cell,
    Mix mix,
    double prefillDollars,
    double decodeDollars,
    double feedForwardDollars,
    double ttftSeconds,
    double tpotSeconds)
    implements Serializable {

  /** A cell of a mix as {@link CandidatePoint} sees it. */
  public static Candidate of(Mix mix, double[] point, long cell) {
    return new Candidate(cell, mix, point[0], point[1], point[2], point[3], point[4]);
  }

  /** What a request costs. */
  public double dollars() {
    return prefillDollars + decodeDollars + feedForwardDollars;
  }
}
