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
}
