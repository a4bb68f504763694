package dev.ridgeline.queue;

/** The probability that a customer waits where arrivals and service times are exponential. */
final class ErlangC {

  /** Terms below this share of their sum no longer change it. */
  private static final double NEGLIGIBLE = 1e-17;

  /** Sums above this make a probability that is 0 for all uses. */
  private static final double MOST = 1e300;

  private ErlangC() {}

  /**
   * Probability that all servers are busy when a customer arrives, {@code C(c, a)}.
   *
   * <p>The blocking probability B is a sum of positive terms, {@code 1/B = 1 + c/a (1 + (c-1)/a (1
   * + ...))}, so it is exact for any number of servers. With it, {@code C = B / (1 - u (1 - B))}.
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
}
