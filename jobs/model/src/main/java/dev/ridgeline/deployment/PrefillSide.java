package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepCost;

/**
 * The part of a plan that prefill alone decides, of one kind of request at one batch.
 *
 * <p>Filled and read by one thread, and shared by all plans that have this side.
 */
public final class PrefillSide {

  final StepCost cost = new StepCost();
  Replica replica;
  double prompts;
  double batch;
  double passes;
  double neededBytes;
  boolean fits;
  double seconds;

  /** NaN until it is asked for. */
  double uncachedShare;

  /** Requests that a replica which does nothing else prefills. */
  double requestsPerSecond() {
    return batch / cost.seconds();
  }
}
