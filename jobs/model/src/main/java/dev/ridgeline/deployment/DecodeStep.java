package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepCost;
import java.util.Optional;

/**
 * A decode step of a batch, with its cost.
 *
 * @param replicas replicas that run the step
 * @param batch sequences in the step
 * @param spilledShare share of their state that is read from the memory tier
 * @param cost cost on one accelerator that keeps state; nobody changes it
 * @param feedForward cost on the feed-forward side; empty where decode is in one piece
 * @param seconds time from one step of a sequence to its next, drafting included
 * @param tokens mean tokens that the step yields for a sequence: more than 1 where tokens are
 *     drafted
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
   * The feed-forward side of a step.
   *
   * @param cost cost on one accelerator of the feed-forward side; nobody changes it
   * @param exchangeSeconds time of the transfers between the sides
   * @param exchangeBytes bytes that cross between the sides
   * @param exchangeJoules energy of those bytes
   */
  record FeedForward(
      StepCost cost, double exchangeSeconds, double exchangeBytes, double exchangeJoules) {

    static final FeedForward NONE = new FeedForward(new StepCost(), 0, 0, 0);
  }

  /** Time of a sequence from token to token on a pool that only decodes, in seconds. */
  double secondsPerToken() {
    return seconds / tokens;
  }
}
