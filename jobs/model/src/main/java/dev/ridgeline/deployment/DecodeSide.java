package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.workload.Request;

/**
 * The part of a plan that depends on decode alone. All plans with the same decode side share it.
 *
 * <p>It copies the values that a joined plan and most columns read. A large grid has many more
 * sides than a processor cache holds, and each further object costs a miss.
 */
final class DecodeSide {

  private final DecodeCapacity capacity;
  private final DecodeStep step;
  private final StepCost cost;
  private final StepCost feedForwardCost;
  private final DecodeReplicas replicas;
  private final boolean fits;
  private final double batch;
  private final double secondsPerToken;

  /**
   * @param capacity memory for the batch
   * @param step decode step of the batch
   */
  DecodeSide(DecodeCapacity capacity, DecodeStep step) {
    this.capacity = capacity;
    this.step = step;
    this.cost = step.cost();
    this.feedForwardCost = step.feedForward().orElse(DecodeStep.FeedForward.NONE).cost();
    this.replicas = capacity.replicas();
    this.fits = capacity.fits();
    this.batch = capacity.batch();
    this.secondsPerToken = step.secondsPerToken();
  }

  /** Memory for the batch. */
  DecodeCapacity capacity() {
    return capacity;
  }

  /** Decode step of the batch. */
  DecodeStep step() {
    return step;
  }

  /** Cost of the step on one accelerator that keeps state. */
  StepCost cost() {
    return cost;
  }

  /** Cost of the step on one accelerator of the feed-forward side; zero in one piece. */
  StepCost feedForwardCost() {
    return feedForwardCost;
  }

  /** The replicas that decode. */
  DecodeReplicas replicas() {
    return replicas;
  }

  /** Whether the batch fits. */
  boolean fits() {
    return fits;
  }

  /** Number of sequences that decode at once. */
  double batch() {
    return batch;
  }

  /** Requests a second that a replica serves if its links are fast enough. */
  double requestsPerSecond(Request request) {
    return batch / (request.outputTokens() * secondsPerToken);
  }

  /** Time of a sequence from token to token, in seconds. */
  double secondsPerToken() {
    return secondsPerToken;
  }
}
