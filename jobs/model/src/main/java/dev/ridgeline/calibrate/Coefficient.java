package dev.ridgeline.calibrate;

/**
 * A number that is fitted. Factors are fitted by their logarithm, so 0 leaves the prior as it is.
 * Times are fitted in their unit.
 */
public enum Coefficient {
  /** Factor on the time of all kernels and collectives. */
  ALL(0.3),
  GEMM_LAUNCH_BF16(0.3),
  GEMM_LAUNCH_FP8(0.3),
  GEMM_LAUNCH_FP4(0.3),
  GEMM_BANDWIDTH_BF16(0.15),
  GEMM_BANDWIDTH_FP8(0.15),
  GEMM_BANDWIDTH_FP4(0.15),
  GEMM_COMPUTE(0.3),
  ATTENTION_LAUNCH(0.5),
  /** Factor on launches of latent attention, beside that of all attention. */
  LATENT_LAUNCH(0.8),
  DECODE_ATTENTION(0.2),
  PREFILL_ATTENTION(0.3),
  EXPERT_LAUNCH(0.8),
  EXPERTS(0.3),
  COLLECTIVES(0.3),
  /** Time of the processor in every step that nothing hides. */
  HOST_STEP(2, 1e-3, 0, 10, 0.2),
  /** Least time of a step. */
  FLOOR_STEP(3, 1e-3, 0, 30, 2),
  /** Least time of a step for each sequence in it. */
  FLOOR_SEQUENCE(0.5, 1e-4, 0, 3, 0.5),
  /** Share of the other requests that arrive together with a prompt. */
  BURST_SHARE(0.5, 1, 0, 1, 0.1),
  /** Time from the arrival of a prompt to its first step. */
  SCHEDULING(2, 0.1, 0, 10, 0.5);

  private static final double MOST_LOGARITHM = 2.5;

  private final double width;
  private final double unit;
  private final double least;
  private final double most;
  private final double start;

  Coefficient(double width) {
    this(width, 0, -MOST_LOGARITHM, MOST_LOGARITHM, 0);
  }

  Coefficient(double width, double unit, double least, double most, double start) {
    this.width = width;
    this.unit = unit;
    this.least = least;
    this.most = most;
    this.start = start;
  }

  /** How far the number is expected to be from its prior, as a standard deviation. */
  double width() {
    return width;
  }

  double least() {
    return least;
  }

  double most() {
    return most;
  }

  /** Where a fit begins: within reach of what may bind, since a floor of 0 binds nowhere. */
  double start(double prior) {
    return isFactor() || prior > 0 ? prior : start;
  }

  /** The factor or the time that a fitted number stands for, in SI units. */
  double value(double fitted) {
    return unit == 0 ? Math.exp(fitted) : fitted * unit;
  }

  /** The fitted number of a factor or a time. */
  double fitted(double value) {
    return unit == 0 ? Math.log(value) : value / unit;
  }

  /** Whether it is a factor on a time of the prior. */
  boolean isFactor() {
    return unit == 0;
  }
}
