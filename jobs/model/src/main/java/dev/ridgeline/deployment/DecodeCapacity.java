package dev.ridgeline.deployment;

/**
 * The memory that a batch needs on the accelerators that decode it, and the memory that they have.
 * Bytes are of one accelerator that keeps state, unless stated otherwise.
 *
 * @param replicas replicas that decode
 * @param batch sequences that decode at once
 * @param sequencesThatFit largest number of sequences that fit, not rounded
 * @param maxBatch largest batch that fits; 0 where the weights do not fit
 * @param usableBytes memory that weights, state and workspace may take
 * @param stateBytes memory of the batch's state
 * @param workspaceBytes memory of the workspace
 * @param tierBytes memory of the tier behind the accelerator
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
   * Memory of an accelerator of the feed-forward side.
   *
   * @param neededBytes memory that the side needs; 0 where decode is in one piece
   * @param usableBytes memory that the side may take
   */
  record FeedForward(double neededBytes, double usableBytes) {

    static final FeedForward NONE = new FeedForward(0, 0);

    boolean fits() {
      return neededBytes <= usableBytes;
    }
  }

  /** Whether the batch fits on both sides. */
  boolean fits() {
    return batch <= maxBatch && feedForward.fits();
  }

  /** Memory of resident weights and workspace, without state. */
  double fixedBytes() {
    return replicas.state().weightBytes() + workspaceBytes;
  }

  /** Memory that the batch needs, including memory of the tier. */
  double neededBytes() {
    return fixedBytes() + stateBytes;
  }

  /** Part of the state that lies in the tier, in bytes. */
  double spilledBytes() {
    double beyondMemory = Math.max(0, neededBytes() - usableBytes);
    return Math.min(beyondMemory, Math.min(stateBytes, tierBytes));
  }

  /** Share of the batch's state that lies in the tier; 0 where the batch does not fit. */
  double spilledShare() {
    if (tierBytes == 0 || !fits()) {
      return 0;
    }
    double spilled = spilledBytes();
    return spilled > 0 ? spilled / stateBytes : 0;
  }

  /** Resident weights of a decode replica on both sides, divided by its batch. */
  double weightFootprintBytes() {
    return replicas.weightBytes() / batch;
  }

  /** State of one request at the end of its output, summed over the accelerators that hold it. */
  double stateFootprintBytes() {
    return stateBytes * replicas.state().accelerators() / batch;
  }

  /** Workspace of a decode replica, divided by its batch. */
  double activationFootprintBytes() {
    return workspaceBytes * replicas.state().accelerators() / batch;
  }

  /**
   * Capacity footprint of one request, {@code CF = W/B + S + A}. Times the batch, it is the memory
   * that the decode replica needs (arXiv 2601.22001, section 2).
   */
  double footprintBytes() {
    return weightFootprintBytes() + stateFootprintBytes() + activationFootprintBytes();
  }
}
