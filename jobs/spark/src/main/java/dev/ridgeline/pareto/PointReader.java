package dev.ridgeline.pareto;

import java.io.Serializable;

/** Makes points of what is read of rows. */
public interface PointReader extends Serializable {

  /** Objectives of a point. */
  int objectives();

  /**
   * Makes a point.
   *
   * @param measures what is read of a row
   * @param point takes the objectives, better the less they are
   */
  void read(double[] measures, double[] point);

  /** Measures that are objectives as they are. */
  record AsRead(int objectives) implements PointReader {

    @Override
    public void read(double[] measures, double[] point) {
      System.arraycopy(measures, 0, point, 0, objectives);
    }
  }
}
