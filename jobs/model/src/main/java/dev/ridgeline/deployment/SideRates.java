package dev.ridgeline.deployment;

/**
 * Rates of the two sides of a pair of pools. The links of a side's own accelerators bound its rate,
 * so neither side's rate depends on the other side.
 */
final class SideRates {

  private SideRates() {}

  /**
   * Requests a second that a prefill replica serves at its utilization.
   *
   * @param most rate at full utilization if its links are fast enough
   * @param carried requests a second whose state the link of one accelerator carries
   */
  static double ofPrefill(double most, double utilization, int accelerators, double carried) {
    return utilization * Math.min(most, accelerators * carried);
  }

  /**
   * Requests a second that a decode replica serves.
   *
   * @param most rate if its links are fast enough
   * @param accelerators accelerators that keep state
   * @param carried requests a second whose state the link of one accelerator carries
   */
  static double ofDecode(double most, int accelerators, double carried) {
    return Math.min(most, accelerators * carried);
  }
}
