package dev.ridgeline.deployment;

import java.util.Optional;

/**
 * The replicas that decode a batch together.
 *
 * @param state the one that keeps the state: of the whole model, or of its attention side
 * @param feedForward the one of the feed-forward side; empty where decode is in one piece
 */
record DecodeReplicas(Replica state, Optional<Replica> feedForward) {

  /** Decode in one piece. */
  DecodeReplicas(Replica whole) {
    this(whole, Optional.empty());
  }

  /** Whether the weights alone fit. */
  boolean weightsFit() {
    return state.weightsFit() && (feedForward.isEmpty() || feedForward.get().weightsFit());
  }

  /** Accelerators of both sides. */
  int accelerators() {
    return state.accelerators() + feedForwardAccelerators();
  }

  /** Accelerators of the feed-forward side; 0 where decode is in one piece. */
  int feedForwardAccelerators() {
    return feedForward.isPresent() ? feedForward.get().accelerators() : 0;
  }

  /** Resident weights of all accelerators. */
  double weightBytes() {
    double ofState = state.weightBytes() * state.accelerators();
    double ofFeedForward =
        feedForward.isPresent()
            ? feedForward.get().weightBytes() * feedForward.get().accelerators()
            : 0;
    return ofState + ofFeedForward;
  }
}
