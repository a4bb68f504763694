package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepCost;

/**
 * A prefill step, with its cost.
 *
 * @param replica replica that runs the step
 * @param prompts prompts of one part in the step
 * @param passes chunks in which the new tokens pass the layers
 * @param cost cost on one accelerator; nobody changes it
 * @param seconds time of the step for the first of its prompts
 */
record PrefillStep(Replica replica, double prompts, double passes, StepCost cost, double seconds) {

  /**
   * Times a step from its cost. Stages of a pipeline work on one chunk after the other. K chunks
   * pass p stages, each of which needs the p-th part of a pass. The first prompt takes {@code (K +
   * p - 1) / (K p)} of the time in which all stages finish p such prompts.
   */
  static PrefillStep of(Replica replica, double prompts, double passes, StepCost cost) {
    double seconds = firstSeconds(cost.seconds(), passes, replica.stages());
    return new PrefillStep(replica, prompts, passes, cost, seconds);
  }

  /** Time of the first prompt, where all stages need {@code seconds} for as many such prompts. */
  static double firstSeconds(double seconds, double passes, int stages) {
    return seconds * (passes + stages - 1) / (passes * stages);
  }

  /** Number of prompts in the step, over all parts of the replica. */
  double batch() {
    return prompts * replica.batchParts();
  }

  /** Requests a second that a replica of a pool which only prefills completes. */
  double requestsPerSecond() {
    return batch() / cost.seconds();
  }
}
