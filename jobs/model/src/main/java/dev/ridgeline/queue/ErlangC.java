package dev.ridgeline.queue;

/** The probability that a customer waits where arrivals and service times are exponential. */
final class ErlangC {

  /** Terms below this share of their sum no longer change it. */
  private static final double NEGLIGIBLE = 1e-17;

  /** Sums above this make a probability that is 0 for all uses. */
  private static final double MOST = 1e300;

  /** Most servers that are summed over. */
  private static final double MANY = 1e6;

  private ErlangC() {}

  /**
   * Probability that all servers are busy when a customer arrives, {@code C(c, a)}.
   *
   * <p>The blocking probability B is a sum of positive terms, {@code 1/B = 1 + c/a (1 + (c-1)/a (1
   * + ...))}, so it is exact for up to a million servers. With it, {@code C = B / (1 - u (1 - B))}.
   * Source: A. K. Erlang, 1917.
   *
   * @param servers number of servers, a whole number of at least 1
   * @param utilization share of their time for which servers are busy, 0 to below 1
   */
  static double waitProbability(double servers, double utilization) {
    double offered = servers * utilization;
    if (!(offered > 0)) {
      return 0;
    }
    if (servers > MANY) {
      return limit((1 - utilization) * Math.sqrt(servers));
    }
    double sum = 1;
    double term = 1;
    for (double left = servers; left > 0 && term > NEGLIGIBLE * sum; left--) {
      term *= left / offered;
      sum += term;
      if (sum > MOST) {
        return 0;
      }
    }
    double blocked = 1 / sum;
    return blocked / (1 - utilization * (1 - blocked));
  }

  /**
   * The limit for many servers, {@code 1 / (1 + b F(b) / f(b))}, with the normal distribution F and
   * its density f. It is within some 0.1 % for a million servers. Source: Halfin and Whitt,
   * Operations Research 29, 1981.
   *
   * @param deviations {@code b = (1 - u) sqrt(c)}
   */
  private static double limit(double deviations) {
    double below = 1 - GammaDistribution.normalAbove(deviations);
    double density = Math.exp(-deviations * deviations / 2) / Math.sqrt(2 * Math.PI);
    return 1 / (1 + deviations * below / density);
  }
}
