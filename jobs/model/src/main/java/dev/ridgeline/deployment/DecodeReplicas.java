package dev.ridgeline.deployment;

import java.util.Optional;

/** The replicas that decode a batch together. What every cell asks of them is summed once. */
final class DecodeReplicas {

  private final Replica state;
  private final Optional<Replica> feedForward;
  private final int feedForwardAccelerators;
  private final double weightBytes;

  /** Makes the replica of decode in one piece. */
  DecodeReplicas(Replica whole) {
    this(whole, Optional.empty());
  }

  /**
   * Makes the replicas of both sides of decode.
   *
   * @param state replica that keeps the state: of the whole model, or of its attention side
   * @param feedForward replica of the feed-forward side; empty where decode is in one piece
   */
  DecodeReplicas(Replica state, Optional<Replica> feedForward) {
    double ofState = state.weightBytes() * state.accelerators();
    double ofFeedForward =
        feedForward.map(other -> other.weightBytes() * other.accelerators()).orElse(0.0);
    this.state = state;
    this.feedForward = feedForward;
    this.feedForwardAccelerators = feedForward.map(Replica::accelerators).orElse(0);
    this.weightBytes = ofState + ofFeedForward;
  }

  /** The replica that keeps the state. */
  Replica state() {
    return state;
  }

  /** The replica of the feed-forward side; empty where decode is in one piece. */
  Optional<Replica> feedForward() {
    return feedForward;
  }

  /** Whether decode is split between two sides. */
  boolean areSplit() {
    return feedForwardAccelerators > 0;
  }

  /** Whether the weights alone fit on both sides. */
  boolean weightsFit() {
    return state.weightsFit() && (feedForward.isEmpty() || feedForward.get().weightsFit());
  }

  /** Number of accelerators on both sides. */
  int accelerators() {
    return state.accelerators() + feedForwardAccelerators;
  }

  /** Number of accelerators on the feed-forward side; 0 where decode is in one piece. */
  int feedForwardAccelerators() {
    return feedForwardAccelerators;
  }

  /** Resident weights of all accelerators, in bytes. */
  double weightBytes() {
    return weightBytes;
  }
}
