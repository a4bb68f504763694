package dev.ridgeline.deployment;

import java.util.Optional;

/**
 * The replicas that decode a batch together.
 *
 * @param state replica that keeps the state: of the whole model, or of its attention side
 * @param feedForward replica of the feed-forward side; empty where decode is in one piece
 */
record DecodeReplicas(Replica state, Optional<Replica> feedForward) {

  /** Makes the replicas of decode in one piece. */
  DecodeReplicas(Replica whole) {
    this(whole, Optional.empty());
  }

  /** Whether the weights alone fit on both sides. */
  boolean weightsFit() {
    return state.weightsFit() && (feedForward.isEmpty() || feedForward.get().weightsFit());
  }

  /** Number of accelerators on both sides. */
  int accelerators() {
    return state.accelerators() + feedForwardAccelerators();
  }

  /** Number of accelerators on the feed-forward side; 0 where decode is in one piece. */
  int feedForwardAccelerators() {
    return feedForward.isPresent() ? feedForward.get().accelerators() : 0;
  }

  /** Resident weights of all accelerators, in bytes. */
  double weightBytes() {
    double ofState = state.weightBytes() * state.accelerators();
    double ofFeedForward =
        feedForward.isPresent()
            ? feedForward.get().weightBytes() * feedForward.get().accelerators()
            : 0;
    return ofState + ofFeedForward;
  }
}
