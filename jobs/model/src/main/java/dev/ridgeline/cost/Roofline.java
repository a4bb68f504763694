package dev.ridgeline.cost;

/**
 * The roofline and its corrections, as functions on doubles.
 *
 * <p>Reference: Williams, Waterman, Patterson, "Roofline: an insightful visual performance model
 * for multicore architectures", CACM 52(4), 2009.
 */
public final class Roofline {

  private Roofline() {}

  /** Operational intensity: FLOPs executed for each byte moved to or from main memory. */
  public static double operationalIntensity(double flops, double bytes) {
    return flops / bytes;
  }

  /**
   * Least time of a step on ideal hardware, in seconds: {@code max(F / peak, Q / bandwidth)} for
   * all its FLOPs F and bytes Q. All arithmetic runs at the peak, overlaps with all traffic, and
   * nothing is launched or sent.
   *
   * @param flops F
   * @param bytes Q
   * @param flopsPerSecond peak
   * @param bytesPerSecond bandwidth of the main memory
   */
  static double seconds(double flops, double bytes, double flopsPerSecond, double bytesPerSecond) {
    return Math.max(flops / flopsPerSecond, bytes / bytesPerSecond);
  }

  /**
   * Share of peak compute that an attention kernel reaches at a context of s tokens: {@code compute
   * / (1 + half / s)}. Fits of public kernel timings have this form, because short contexts fill
   * the tiles of the kernel badly.
   *
   * @param compute share reached on long contexts
   * @param halfSaturationTokens context at which half of it is reached; 0 where it does not depend
   *     on the context
   * @param contextTokens s
   */
  static double computeShare(double compute, double halfSaturationTokens, double contextTokens) {
    return compute / (1 + halfSaturationTokens / contextTokens);
  }

  /**
   * Time of a message in seconds, {@code alpha + bytes / bandwidth}: the alpha-beta model (Hockney,
   * Parallel Computing 20(3), 1994).
   *
   * @param latencySeconds alpha, time of a message of no length
   * @param bytes bytes that one participant sends
   * @param bytesPerSecond bandwidth, the inverse of beta
   */
  public static double transferSeconds(double latencySeconds, double bytes, double bytesPerSecond) {
    return latencySeconds + bytes / bytesPerSecond;
  }
}
