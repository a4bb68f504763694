package dev.ridgeline.check;

import java.util.List;

/**
 * The plainest model of a step: the roofline over a share of the peaks, plus a time for each layer.
 * What a detailed model is worth shows beside it.
 *
 * @param stretch factor on the time of the roofline
 * @param layerSeconds time of each layer, in seconds
 */
record TwoConstants(double stretch, double layerSeconds) {

  /**
   * A point to fit to.
   *
   * @param measured measured time, in seconds
   * @param roofline time on the roofline, in seconds
   * @param layers layers of the model
   */
  record Sample(double measured, double roofline, int layers) {}

  /**
   * Fits the two constants to samples, so that the sum of squared relative errors {@code (stretch r
   * + layerSeconds n) / measured - 1} is least. The normal equations are solved; where they have no
   * solution, such as for one sample, all is stretch.
   */
  static TwoConstants fit(List<Sample> samples) {
    double rr = 0;
    double rn = 0;
    double nn = 0;
    double r1 = 0;
    double n1 = 0;
    for (Sample sample : samples) {
      double r = sample.roofline() / sample.measured();
      double n = sample.layers() / sample.measured();
      rr += r * r;
      rn += r * n;
      nn += n * n;
      r1 += r;
      n1 += n;
    }
    double determinant = rr * nn - rn * rn;
    if (!(determinant > 1e-9 * rr * nn)) {
      return new TwoConstants(r1 / rr, 0);
    }
    return new TwoConstants((r1 * nn - n1 * rn) / determinant, (n1 * rr - r1 * rn) / determinant);
  }

  /** Time of a point, in seconds. */
  double seconds(double roofline, int layers) {
    return stretch * roofline + layerSeconds * layers;
  }
}
