package dev.ridgeline.relation;

import java.io.Serializable;

/** A reader that makes points of the measures of rows. */
public interface PointReader extends Serializable {

  /** Number of objectives of a point. */
  int objectives();

  /**
   * Makes a point.
   *
   * @param measures measures of a row
   * @param point array that takes the objectives, minimized
   */
  void read(double[] measures, double[] point);

  /** A reader for measures that are objectives already. */
  record AsRead(int objectives) implements PointReader {

    @Override
    public void read(double[] measures, double[] point) {
      System.arraycopy(measures, 0, point, 0, objectives);
    }
  }
}
