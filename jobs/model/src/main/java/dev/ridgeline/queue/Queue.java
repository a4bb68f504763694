package dev.ridgeline.queue;

import java.util.Optional;

/**
 * A queue before equal servers: customers arrive at random, and the first to come is the first
 * served (GI/G/c). Formulas know arrivals and service times by mean and squared coefficient of
 * variation alone, which is their variance over the square of their mean.
 *
 * @param servers number of servers c, a whole number of at least 1
 * @param serviceSeconds mean service time S, s
 * @param serviceVariation squared coefficient of variation of service times; 0 where all are equal
 * @param arrivalVariation squared coefficient of variation of the times between arrivals; 1 for
 *     Poisson arrivals
 */
public record Queue(
    double servers, double serviceSeconds, double serviceVariation, double arrivalVariation) {

  /** Most by which equal service times lengthen waits at light load, by Whitt (1993), 2.17. */
  private static final double MOST_CORRECTION = 0.24;

  /**
   * @throws IllegalArgumentException where a value is out of its range
   */
  public Queue {
    if (!(servers >= 1
        && serviceSeconds > 0
        && serviceVariation >= 0
        && arrivalVariation >= 0
        && servers + serviceSeconds + serviceVariation + arrivalVariation
            < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a queue of %s servers, service %s s, variations %s and %s"
              .formatted(servers, serviceSeconds, serviceVariation, arrivalVariation));
    }
  }

  /**
   * Share of their time for which servers are busy, {@code u = rate S / c}.
   *
   * @param customersPerSecond rate of arrivals
   */
  public double utilization(double customersPerSecond) {
    return customersPerSecond * serviceSeconds / servers;
  }

  /**
   * The wait at a utilization; empty where servers have no time to spare, because the queue then
   * grows without end.
   *
   * <p>The formulas are approximations for which two moments suffice:
   *
   * <ul>
   *   <li>Probability to wait: Erlang's C, times {@code F((1+Cs2)/(Ca2+Cs2) z) / F(z)} with {@code
   *       z = (1-u) sqrt(c)} and F the upper share of the normal distribution, at most 1 (Whitt
   *       1993, "Approximations for the GI/G/m queue", Production and Operations Management 2).
   *   <li>Mean: {@code (Ca2 + Cs2)/2 x C S / (c (1-u))} (Allen and Cunneen), and for more than one
   *       server {@code (1-Cs2)/2 x g} more of {@code C S / (c (1-u))} with {@code g = (1-u) (c-1)
   *       (sqrt(4+5c) - 2) / (16 u c)} (Cosmetatos 1976, by Page's interpolation).
   *   <li>Variation of the waits of those who wait: {@code 2u - 1 + 4 (1-u) d / (3 (Cs2+1)^2)},
   *       where d is the third moment of service in units of S (Whitt 1983, "The queueing network
   *       analyzer", Bell System Technical Journal 62).
   * </ul>
   *
   * <p>Mean and probability are exact for one server with Poisson arrivals, and all is exact for
   * exponential service too. A third moment of arrivals would be needed for bursts.
   *
   * @param utilization share of their time for which servers are busy, at least 0
   */
  public Optional<Wait> waitAt(double utilization) {
    if (!(utilization < 1)) {
      return Optional.empty();
    }
    double erlangC = ErlangC.waitProbability(servers, utilization);
    double ofExponential = erlangC * serviceSeconds / (servers * (1 - utilization));
    double mean = ofExponential * variability(utilization);
    double probability = probability(erlangC, utilization);
    double meanOfThoseWhoWait = mean / probability;
    double variance = mean * meanOfThoseWhoWait * (1 + delayVariation(utilization)) - mean * mean;
    // Waits too rare or too short to be told from none, in which products vanish.
    boolean waits = mean > 0 && probability > 0 && meanOfThoseWhoWait < Double.POSITIVE_INFINITY;
    return Optional.of(waits ? new Wait(probability, mean, Math.max(0, variance)) : Wait.NONE);
  }

  /** The wait of customers who arrive at a rate; empty where servers have no time to spare. */
  public Optional<Wait> waitOf(double customersPerSecond) {
    return waitAt(utilization(customersPerSecond));
  }

  private double probability(double erlangC, double utilization) {
    double total = arrivalVariation + serviceVariation;
    if (arrivalVariation == 1 || !(total > 0)) {
      return erlangC;
    }
    double deviations = (1 - utilization) * Math.sqrt(servers);
    double scaled = deviations * (1 + serviceVariation) / total;
    double above = GammaDistribution.normalAbove(deviations);
    double factor = above > 0 ? GammaDistribution.normalAbove(scaled) / above : 1;
    return Math.min(1, erlangC * factor);
  }

  /** Mean wait over that of exponential service with Poisson arrivals. */
  private double variability(double utilization) {
    double twoMoments = (arrivalVariation + serviceVariation) / 2;
    if (servers == 1 || serviceVariation >= 1 || !(utilization > 0)) {
      return twoMoments;
    }
    double correction =
        (1 - utilization)
            * (servers - 1)
            * (Math.sqrt(4 + 5 * servers) - 2)
            / (16 * utilization * servers);
    return twoMoments
        + Math.min(MOST_CORRECTION, correction)
            * Math.min(1, arrivalVariation)
            * (1 - serviceVariation)
            / 2;
  }

  /** Squared coefficient of variation of the waits of those who wait. */
  private double delayVariation(double utilization) {
    double more = 1 + serviceVariation;
    double third =
        serviceVariation >= 1 ? 3 * serviceVariation * more : (2 * serviceVariation + 1) * more;
    return 2 * utilization - 1 + 4 * (1 - utilization) * third / (3 * more * more);
  }
}
