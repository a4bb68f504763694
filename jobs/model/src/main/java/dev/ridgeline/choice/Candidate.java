package dev.ridgeline.choice;

import java.io.Serializable;

/**
 * A cell that may become the cheapest of its mix when prices or speeds change. No other cell of the
 * mix is at least as good in {@link CandidatePoint all objectives} and better in one.
 *
 * @param cell number of the cell
 * @param mix hardware of the cell
 * @param prefillDollars dollars of prefill in the price of a request
 * @param decodeDollars dollars of decode in the price of a request, without its feed-forward side
 * @param feedForwardDollars dollars of the feed-forward side of decode; 0 where decode is not split
 * @param ttftSeconds time to first token, seconds
 * @param tpotSeconds time per output token, seconds
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

  /**
   * Returns the candidate of a cell, from its objectives in the order of {@link CandidatePoint}.
   */
  public static Candidate of(Mix mix, double[] point, long cell) {
    return new Candidate(cell, mix, point[0], point[1], point[2], point[3], point[4]);
  }

  /** Price of a request, dollars. */
  public double dollars() {
    return prefillDollars + decodeDollars + feedForwardDollars;
  }
}
