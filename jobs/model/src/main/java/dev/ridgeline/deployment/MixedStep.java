package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepCost;

/**
 * The steps in which some prompts pass the layers of a replica while other sequences decode beside
 * them.
 *
 * @param replica replica that runs the steps
 * @param prompts prompts of one part
 * @param passes steps in which their new tokens pass
 * @param spilledShare share of the cached state that is read from the memory tier
 * @param cost cost of all these steps on one accelerator; nobody changes it
 */
record MixedStep(
    Replica replica, double prompts, double passes, double spilledShare, StepCost cost) {

  /** Number of prompts over all parts of the replica. */
  double batch() {
    return prompts * replica.batchParts();
  }

  /** Time of all these steps, in seconds. */
  double seconds() {
    return cost.seconds();
  }

  /** Time of these steps for the first of the prompts in a pipeline, in seconds. */
  double firstSeconds() {
    return PrefillStep.firstSeconds(cost.seconds(), passes, replica.stages());
  }
}
