package dev.ridgeline.calibrate;

import dev.ridgeline.catalog.KernelEfficiency;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits the efficiency of one kind of kernel to its times. A kernel takes {@code t0 + max(F (1 + h /
 * s) / (c P), B / (b M))}: F FLOPs at the peak P, B bytes at the bandwidth M, and s tokens of
 * context or rows of an expert.
 *
 * @param peak P, FLOP/s
 * @param bandwidth M, bytes/s
 * @param launches launches in one operator of the cost model
 * @param compute whether c is fitted
 * @param traffic whether b is fitted
 * @param saturation whether h is fitted
 */
record KernelForm(
    double peak,
    double bandwidth,
    int launches,
    boolean compute,
    boolean traffic,
    boolean saturation) {

  /** Deviation from which on a time counts less than its square. */
  private static final double OUTLIER = 0.3;

  /** Deviation of repeats. It is small, so that the ridge decides only what times do not tell. */
  private static final double REPEAT = 0.03;

  /** How far a number is expected to be from where it begins, as a logarithm. */
  private static final double WIDTH = 1;

  private static final double[] LEAST = {1e-3, 1e-3, 1e-8, 1e-3};
  private static final double[] MOST = {1, 1, 1e-3, 1e5};
  private static final int FOLDS = 3;

  /** Time of one launch with an efficiency, in seconds. */
  double seconds(KernelEfficiency row, KernelTiming timing) {
    double shape = timing.size() > 0 ? 1 + row.halfSaturationTokens() / timing.size() : 1;
    return row.overheadSeconds() / launches
        + Math.max(
            timing.flops() * shape / (row.compute() * peak),
            timing.bytes() / (row.bandwidth() * bandwidth));
  }

  /** Mean deviation of times from their measurement, as a share. */
  double error(KernelEfficiency row, List<KernelTiming> timings) {
    return timings.stream()
        .mapToDouble(timing -> Math.abs(seconds(row, timing) / timing.seconds() - 1))
        .average()
        .orElse(Double.NaN);
  }

  /** Mean deviation of times that were left out of the fit, a third at a time. */
  double heldOut(KernelEfficiency start, List<KernelTiming> timings) {
    double sum = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      List<KernelTiming> fitted = new ArrayList<>();
      List<KernelTiming> left = new ArrayList<>();
      for (int i = 0; i < timings.size(); i++) {
        (i % FOLDS == fold ? left : fitted).add(timings.get(i));
      }
      sum += left.size() * error(fit(start, fitted), left);
    }
    return sum / timings.size();
  }

  /** Fits the numbers that are fitted; the others stay as they are. */
  KernelEfficiency fit(KernelEfficiency start, List<KernelTiming> timings) {
    boolean[] free = {compute, traffic, true, saturation};
    double[] from = {
      start.compute(),
      start.bandwidth(),
      start.overheadSeconds(),
      saturation ? Math.max(1, start.halfSaturationTokens()) : 1
    };
    double[] x = new double[from.length];
    double[] least = new double[from.length];
    double[] most = new double[from.length];
    double[] scale = new double[from.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.log(Math.min(MOST[i], Math.max(LEAST[i], from[i])));
      least[i] = free[i] ? Math.log(LEAST[i]) : x[i];
      most[i] = free[i] ? Math.log(MOST[i]) : x[i];
      scale[i] = 1;
    }
    double[] prior = x.clone();
    double[] found =
        LeastSquares.minimize(at -> deviations(at, prior, start, timings), x, scale, least, most);
    return row(found, start);
  }

  private double[] deviations(
      double[] at, double[] prior, KernelEfficiency start, List<KernelTiming> timings) {
    KernelEfficiency row = row(at, start);
    int n = timings.size();
    double[] deviations = new double[n + at.length];
    for (int i = 0; i < n; i++) {
      KernelTiming timing = timings.get(i);
      double deviation = Math.log(seconds(row, timing) / timing.seconds());
      deviations[i] = LeastSquares.robust(deviation, OUTLIER);
    }
    for (int i = 0; i < at.length; i++) {
      deviations[n + i] = (at[i] - prior[i]) / WIDTH * REPEAT;
    }
    return deviations;
  }

  private KernelEfficiency row(double[] at, KernelEfficiency start) {
    return new KernelEfficiency(
        compute ? Math.exp(at[0]) : start.compute(),
        traffic ? Math.exp(at[1]) : start.bandwidth(),
        Math.exp(at[2]),
        saturation ? Math.exp(at[3]) : start.halfSaturationTokens(),
        null);
  }
}
