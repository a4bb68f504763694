package dev.ridgeline.cost;

/**
 * The limit of a step, in the plane of operational intensity and capacity footprint (arXiv
 * 2601.22001, section 2). The classic roofline has only the first two regimes. A step that does not
 * fit has low MFU and low MBU at once, because capacity caps the batch. {@link #INTERCONNECT} is an
 * addition of Ridgeline.
 */
public enum Regime {
  /** Fits, at or above the ridge point. */
  COMPUTE,
  /** Fits, below the ridge point. */
  BANDWIDTH,
  /** Does not fit at the requested batch, at or above the ridge point. */
  CAPACITY,
  /** Does not fit at the requested batch, below the ridge point. */
  CAPACITY_AND_BANDWIDTH,
  /** Fits, and communication takes the largest share of the step. */
  INTERCONNECT;

  /**
   * Returns the regime of a step.
   *
   * @param cost the step
   * @param ridgeFlopsPerByte ridge point of the accelerator, FLOPs a byte
   * @param fits whether the requested batch fits into the memory of the replica
   */
  public static Regime of(StepCost cost, double ridgeFlopsPerByte, boolean fits) {
    boolean aboveRidge = cost.operationalIntensity() >= ridgeFlopsPerByte;
    if (!fits) {
      return aboveRidge ? CAPACITY : CAPACITY_AND_BANDWIDTH;
    }
    if (cost.communicationLeads()) {
      return INTERCONNECT;
    }
    return aboveRidge ? COMPUTE : BANDWIDTH;
  }
}
