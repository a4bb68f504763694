package dev.ridgeline.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of a wait. Each is computed when it is first asked for, and what they have in common
 * once, because a percentile takes longer than most other results of a cell.
 */
public final class WaitPercentiles {

  private final Wait wait;
  private final double[] shares;
  private final double[] seconds;
  private @Nullable GammaDistribution ofThoseWhoWait;

  /**
   * @param shares shares of customers, each 0 to below 1
   */
  public WaitPercentiles(Wait wait, double... shares) {
    this.wait = wait;
    this.shares = shares.clone();
    this.seconds = new double[shares.length];
    Arrays.fill(seconds, Double.NaN);
  }

  /**
   * The wait that a share of customers does not exceed; 0 where at least that share does not wait.
   *
   * @param place place of the share
   */
  public double seconds(int place) {
    if (Double.isNaN(seconds[place])) {
      seconds[place] = percentile(1 - shares[place]);
    }
    return seconds[place];
  }

  private double percentile(double longer) {
    if (!(longer < wait.probability())) {
      return 0;
    }
    if (ofThoseWhoWait == null) {
      ofThoseWhoWait = new GammaDistribution(wait.shapeOfThoseWhoWait());
    }
    double mean = wait.meanSeconds() / wait.probability();
    return ofThoseWhoWait.valueBelow(longer / wait.probability()) * mean / ofThoseWhoWait.shape();
  }
}
