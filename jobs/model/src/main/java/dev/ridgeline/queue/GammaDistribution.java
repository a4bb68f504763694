package dev.ridgeline.queue;

/**
 * The gamma distribution, which stands for times of which mean and variance are known. Its shape is
 * the square of the mean over the variance, and its scale is 1 here.
 *
 * <p>Series and continued fraction of the incomplete gamma function are those of the NIST Digital
 * Library of Mathematical Functions, 8.7.1 and 8.9.2.
 */
final class GammaDistribution {

  private static final double PRECISION = 1e-13;

  /** Relative error of a value that has a given share above it. */
  private static final double PRECISE = 1e-9;

  private static final int MOST_TERMS = 100_000;
  private static final int MOST_STEPS = 100;

  /** Terms of sequences above this are scaled down, a power of two, so that products are finite. */
  private static final double LARGE = 0x1p256;

  /** Coefficients of the Lanczos approximation of the gamma function with g = 7 and n = 9. */
  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7
  };

  /** The distribution of half the square of a normal variable. */
  private static final GammaDistribution OF_SQUARES = new GammaDistribution(0.5);

  private final double shape;
  private final double logGamma;

  /**
   * @param shape shape, above 0
   */
  GammaDistribution(double shape) {
    this.shape = shape;
    this.logGamma = logGamma(shape);
  }

  double shape() {
    return shape;
  }

  /**
   * Share of the distribution that lies above a value.
   *
   * @param value value, at least 0
   */
  double above(double value) {
    return value > 0 ? above(value, front(value)) : 1;
  }

  private double above(double value, double front) {
    return value < shape + 1 ? 1 - series(value, front) : fraction(value, front);
  }

  /** Share of the standard normal distribution that lies above a value of at least 0. */
  static double normalAbove(double value) {
    return OF_SQUARES.above(value * value / 2) / 2;
  }

  /**
   * The value above which a share of the distribution lies. A bracket around the value shrinks with
   * each step of Halley's method, which starts from the formula of Wilson and Hilferty (1931). A
   * step has an error of the order of its third power, so the last one needs no check.
   *
   * @param share share, above 0 and below 1
   */
  double valueBelow(double share) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double value = start(share);
    for (int step = 0; step < MOST_STEPS; step++) {
      double front = front(value);
      double excess = above(value, front) - share;
      if (excess > 0) {
        low = value;
      } else {
        high = value;
      }
      // The density is front / value. Its logarithm has these first and second derivatives.
      double slope = (shape - 1) / value - 1;
      double bend = (1 - shape) / (value * value);
      double newton = excess * value / front;
      double next = value + newton / (1 + Math.max(-1, newton * slope) / 2);
      if (!(next > low && next < high)) {
        next = Double.isInfinite(high) ? 2 * value + 1 : (low + high) / 2;
        if (Math.abs(next - value) <= PRECISE * next) {
          return next;
        }
      } else {
        double moved = Math.abs(next - value);
        double curvature = slope * slope + Math.abs(bend);
        if (moved <= PRECISE * next || moved * moved * moved * curvature <= PRECISE / 10 * next) {
          return next;
        }
      }
      value = next;
    }
    return value;
  }

  private double start(double share) {
    // Rational approximation of the normal distribution, Abramowitz and Stegun 26.2.23.
    double tail = Math.min(share, 1 - share);
    double root = Math.sqrt(-2 * Math.log(tail));
    double normal =
        root
            - (2.515517 + root * (0.802853 + root * 0.010328))
                / (1 + root * (1.432788 + root * (0.189269 + root * 0.001308)));
    double deviation = share < 0.5 ? normal : -normal;
    double cube = 1 - 1 / (9 * shape) + deviation / (3 * Math.sqrt(shape));
    double start = shape * cube * cube * cube;
    // Small shapes have most of their mass near 0, where P(x) is close to x^k / (k Gamma(k)).
    return cube > 0 && shape > 0.3
        ? start
        : Math.max(1e-300, Math.exp((Math.log1p(-share) + logGamma(shape + 1)) / shape));
  }

  /** Share below the value, by a series that converges fast where the value is small. */
  private double series(double value, double front) {
    double term = 1 / shape;
    double sum = term;
    for (int i = 1; i < MOST_TERMS && term > PRECISION * sum; i++) {
      term *= value / (shape + i);
      sum += term;
    }
    return sum * front;
  }

  /**
   * Share above the value, by a continued fraction that converges fast where it is large. Its
   * convergents are quotients of two sequences that grow by the same rule. Neighbours are compared
   * crosswise, since a division takes longer than all else of a term.
   */
  private double fraction(double value, double front) {
    double b = value + 1 - shape;
    double upper = 0;
    double lower = 1;
    double nextUpper = 1;
    double nextLower = b;
    for (int i = 1; i < MOST_TERMS; i++) {
      double a = i * (shape - i);
      b += 2;
      double furtherUpper = b * nextUpper + a * upper;
      double furtherLower = b * nextLower + a * lower;
      upper = nextUpper;
      lower = nextLower;
      nextUpper = furtherUpper;
      nextLower = furtherLower;
      double product = nextUpper * lower;
      if (Math.abs(product - upper * nextLower) < PRECISION * Math.abs(product)) {
        break;
      }
      if (Math.abs(nextLower) > LARGE) {
        upper *= 1 / LARGE;
        lower *= 1 / LARGE;
        nextUpper *= 1 / LARGE;
        nextLower *= 1 / LARGE;
      }
    }
    return front * nextUpper / nextLower;
  }

  /** The density times the value. */
  private double front(double value) {
    return Math.exp(shape * Math.log(value) - value - logGamma);
  }

  /** Logarithm of the gamma function for arguments above 0. */
  static double logGamma(double argument) {
    if (argument < 0.5) {
      return Math.log(Math.PI / Math.sin(Math.PI * argument)) - logGamma(1 - argument);
    }
    double x = argument - 1;
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (x + i);
    }
    double shifted = x + 7.5;
    return Math.log(2 * Math.PI) / 2 + (x + 0.5) * Math.log(shifted) - shifted + Math.log(sum);
  }
}
