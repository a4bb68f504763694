package dev.ridgeline.deployment;

/**
 * Whether a batch fits into the memory of the accelerators that decode it, and what it takes there.
 * Bytes are of one accelerator that keeps state, unless they are said to be of another.
 *
 * @param replicas the replicas that decode
 * @param batch sequences that decode at once
 * @param sequencesThatFit sequences that fit, fractions and all
 * @param maxBatch largest batch that fits; 0 where not even the weights do
 * @param usableBytes memory that weights, state and workspace may take
 * @param stateBytes state of the batch
 * @param workspaceBytes workspace
 * @param tierBytes memory of the tier behind it
 * @param feedForward memory of an accelerator of the feed-forward side
 */
record DecodeCapacity(
    DecodeReplicas replicas,
    double batch,
    double sequencesThatFit,
    double maxBatch,
    double usableBytes,
    double stateBytes,
    double workspaceBytes,
    double tierBytes,
    FeedForward feedForward) {

  /**
   * Memory that the feed-forward side needs and may take.
   *
   * @param neededBytes 0 where decode is in one piece
   */
  record FeedForward(double neededBytes, double usableBytes) {

    static final FeedForward NONE = new FeedForward(0, 0);

    boolean fits() {
      return neededBytes <= usableBytes;
    }
  }

  /** Whether both sides fit. */
  boolean fits() {
    return batch <= maxBatch && feedForward.fits();
  }

  /** Resident weights and workspace: what state leaves alone. */
  double fixedBytes() {
    return replicas.state().weightBytes() + workspaceBytes;
  }

  /** Memory that the batch needs, tier included. */
  double neededBytes() {
    return fixedBytes() + stateBytes;
  }

  /** Part of the state that lies in the tier. */
  double spilledBytes() {
    double beyondMemory = Math.max(0, neededBytes() - usableBytes);
    return Math.min(beyondMemory, Math.min(stateBytes, tierBytes));
  }

  /** Share of the state of the batch that lies in the tier; 0 where the batch does not fit. */
  double spilledShare() {
    if (tierBytes == 0 || !fits()) {
      return 0;
    }
    double spilled = spilledBytes();
    return spilled > 0 ? spilled / stateBytes : 0;
  }

  /** Resident weights of a decode replica, both sides of it, divided by its batch. */
  double weightFootprintBytes() {
    return replicas.weightBytes() / batch;
  }

  /** State of one request at the end of its output, over the accelerators that hold it. */
  double stateFootprintBytes() {
    return stateBytes * replicas.state().accelerators() / batch;
  }

  /** Workspace of a decode replica, divided by its batch. */
  double activationFootprintBytes() {
    return workspaceBytes * replicas.state().accelerators() / batch;
  }

  /**
   * Capacity footprint of one request, {@code CF = W/B + S + A}: the batch times it is the memory
   * that the decode replica needs (arXiv 2601.22001, section 2).
   */
  double footprintBytes() {
    return weightFootprintBytes() + stateFootprintBytes() + activationFootprintBytes();
  }
}
