package dev.ridgeline.reduce;

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
}
