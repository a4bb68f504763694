package dev.ridgeline.reduce;

import dev.ridgeline.economics.UnitEconomics;
import java.io.Serializable;

/** A maker of points of a skyline from the measures of cells. */
public interface Points extends Serializable {

  /** Number of objectives of a point. */
  int objectives();

  /**
   * Makes a point.
   *
   * @param measures measures of a cell
   * @param point array that takes the objectives, minimized
   */
  void make(double[] measures, double[] point);

  /**
   * The points whose objectives are the measures.
   *
   * @param objectives number of measures
   */
  record OfMeasures(int objectives) implements Points {

    @Override
    public void make(double[] measures, double[] point) {
      System.arraycopy(measures, 0, point, 0, objectives);
    }
  }

  /**
   * The points of dollars of prefill, of decode and of its feed-forward side, for a request, and of
   * two latencies. The measures are dollars of a million new tokens, the number of new tokens, the
   * same for output tokens, the elasticities to the prices of decode and of its feed-forward side,
   * and the latencies.
   *
   * <p>The price of decode is the sum of the prices of its sides, so the elasticities are in the
   * ratio of these: {@code $f = $d e_f / e_d}. In a pair of pools without a feed-forward side, the
   * dollars of prefill and of decode depend on one pool each.
   */
  record OfPools() implements Points {

    private static final int OBJECTIVES = 5;

    @Override
    public int objectives() {
      return OBJECTIVES;
    }

    @Override
    public void make(double[] measures, double[] point) {
      double decode = UnitEconomics.perRequest(measures[2], measures[3]);
      double feedForward = measures[5] > 0 ? decode * (measures[5] / measures[4]) : 0;
      point[0] = UnitEconomics.perRequest(measures[0], measures[1]);
      point[1] = decode - feedForward;
      point[2] = feedForward;
      point[3] = measures[6];
      point[4] = measures[7];
    }
  }
}
