package dev.ridgeline.calibrate;

/**
 * A number that is fitted. Factors are fitted by their logarithm, so 0 leaves the prior as it is.
 * Times are fitted in their unit.
 */
public enum Coefficient {
  /** Factor on the time of all kernels and collectives. */
  ALL(0.3),
  GEMM_LAUNCH_BF16(0.3),
  /**
   * Times of kernels have the quantization of activations as a launch of its own, which engines
   * fuse into the norm before it. Block-scaled kernels without it take 7 us and not 14 to 16, in
   * github.com/ai-dynamo/aiconfigurator at commit 095f58a: the prior is half.
   */
  GEMM_LAUNCH_FP8(0.3, 0.5),
  GEMM_LAUNCH_FP4(0.3, 0.5),
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
  private final double prior;

  Coefficient(double width) {
    this(width, 1);
  }

  /** A factor that leans to another one where nothing is known. */
  Coefficient(double width, double factor) {
    this(width, 0, -MOST_LOGARITHM, MOST_LOGARITHM, 0, Math.log(factor));
  }

  Coefficient(double width, double unit, double least, double most, double start) {
    this(width, unit, least, most, start, 0);
  }

  Coefficient(double width, double unit, double least, double most, double start, double prior) {
    this.prior = prior;
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

  /** The fitted number that it leans to where an engine has no constants. */
  double prior() {
    return prior;
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
