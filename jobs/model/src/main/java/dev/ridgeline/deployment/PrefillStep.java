package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepCost;

/**
 * A prefill step.
 *
 * @param replica the replica that takes it
 * @param prompts prompts of one part in it
 * @param passes chunks in which its new tokens pass the layers
 * @param cost what it costs one accelerator; only read from now on
 * @param seconds time of the step as the first of its prompts sees it
 */
record PrefillStep(Replica replica, double prompts, double passes, StepCost cost, double seconds) {

  /**
   * A step that costs so much. Stages of a pipeline work on one chunk after the other: while K
   * chunks pass p stages, each of which needs the p-th part of a pass, the first prompt takes
   * {@code (K + p - 1) / (K p)} of what p times as many take together.
   */
  static PrefillStep of(Replica replica, double prompts, double passes, StepCost cost) {
    int stages = replica.stages();
    double seconds = cost.seconds() * (passes + stages - 1) / (passes * stages);
    return new PrefillStep(replica, prompts, passes, cost, seconds);
  }

  /** Prompts that the replica works on. */
  double batch() {
    return prompts * replica.batchParts();
  }

  /** Requests that a replica which does nothing else prefills. */
  double requestsPerSecond() {
    return batch() / cost.seconds();
  }
}
