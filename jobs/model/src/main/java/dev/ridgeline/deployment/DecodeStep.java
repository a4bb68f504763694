package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepCost;
import java.util.Optional;

/**
 * A decode step of a batch.
 *
 * @param replicas the replicas that take it
 * @param batch sequences in it
 * @param spilledShare share of their state that is read from the memory tier
 * @param cost what it costs one accelerator that keeps state; only read from now on
 * @param feedForward what it costs the feed-forward side; empty where decode is in one piece
 * @param seconds time from one step of a sequence to its next, drafting included
 * @param tokens mean tokens of a sequence that it yields: more than 1 where tokens are drafted
 */
record DecodeStep(
    DecodeReplicas replicas,
    double batch,
    double spilledShare,
    StepCost cost,
    Optional<FeedForward> feedForward,
    double seconds,
    double tokens) {

  /**
   * The other side of a step whose attention and feed-forward are apart.
   *
   * @param cost what the step costs one accelerator of the feed-forward side; only read from now on
   * @param exchangeSeconds time that tokens take between the sides
   * @param exchangeBytes bytes that cross between the sides
   * @param exchangeJoules energy of those bytes
   */
  record FeedForward(
      StepCost cost, double exchangeSeconds, double exchangeBytes, double exchangeJoules) {

    static final FeedForward NONE = new FeedForward(new StepCost(), 0, 0, 0);
  }

  /** Time of a sequence from token to token where nothing else runs. */
  double secondsPerToken() {
    return seconds / tokens;
  }
}
