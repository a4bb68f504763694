package dev.ridgeline.queue;

import java.util.Optional;

/**
 * A server that works on all of its customers at once, and is slower the more there are: each of n
 * customers takes {@code a + b n} seconds.
 *
 * <p>Where customers arrive at random at rate r, the number of them is n with a probability
 * proportional to {@code (r (a + b)/1) (r (a + 2b)/2) ... (r (a + b n)/n)}. That is the negative
 * binomial distribution with {@code 1 + a/b} and {@code r b}, whatever the distribution of service
 * (F. P. Kelly, Reversibility and Stochastic Networks, 1979, section 3.3). A customer who arrives
 * sees that many others. So the mean time is {@code (a + b) / (1 - r b)}, longer than the {@code a
 * + b n} of a closed loop that has the same rate with n customers.
 *
 * @param fixedSeconds a, at least 0
 * @param secondsOfEach b, at least 0
 */
public record SharedServer(double fixedSeconds, double secondsOfEach) {

  public SharedServer {
    if (!(fixedSeconds >= 0 && secondsOfEach >= 0)) {
      throw new IllegalArgumentException(fixedSeconds + " s and " + secondsOfEach + " s of each");
    }
  }

  /** Time of a customer who is alone, in seconds. */
  public double aloneSeconds() {
    return fixedSeconds + secondsOfEach;
  }

  /** Mean number of customers; infinite where the server cannot keep up. */
  public double customers(double customersPerSecond) {
    double spare = 1 - customersPerSecond * secondsOfEach;
    return spare > 0 ? customersPerSecond * aloneSeconds() / spare : Double.POSITIVE_INFINITY;
  }

  /**
   * Time that the others add to that of a customer who is alone; empty where the server cannot keep
   * up. A customer is taken to see one number of others for the whole stay.
   */
  public Optional<Wait> delay(double customersPerSecond) {
    double others = customers(customersPerSecond);
    double mean = secondsOfEach * others;
    if (!(mean < Double.POSITIVE_INFINITY)) {
      return Optional.empty();
    }
    double variance = others / (1 - customersPerSecond * secondsOfEach);
    return Optional.of(
        mean > 0 ? new Wait(1, mean, secondsOfEach * secondsOfEach * variance) : Wait.NONE);
  }
}
