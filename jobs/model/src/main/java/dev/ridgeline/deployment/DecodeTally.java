package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepCost;

/**
 * The costs that a pool fills when it computes a decode step. A step that is kept has a tally of
 * its own. A loop over the turns of a task fills one tally again in every turn.
 *
 * @param state cost on one accelerator that keeps state
 * @param feedForward cost on one accelerator of the feed-forward side; it stays zero where decode
 *     is in one piece
 */
record DecodeTally(StepCost state, StepCost feedForward) {

  private static final StepCost NOTHING = new StepCost();

  /** Makes an empty tally. */
  static DecodeTally of(DecodeReplicas replicas) {
    return new DecodeTally(new StepCost(), replicas.areSplit() ? new StepCost() : NOTHING);
  }

  /** Sets both costs to zero. */
  void clear() {
    state.clear();
    if (feedForward != NOTHING) { // All threads share it, so that nobody may write to it.
      feedForward.clear();
    }
  }
}
