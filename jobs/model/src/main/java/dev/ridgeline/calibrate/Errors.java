package dev.ridgeline.calibrate;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How far predictions are off.
 *
 * @param points number of predicted points
 * @param tpotMean mean of the absolute error of TPOT, as a share
 * @param tpotMedian median of the same
 * @param tpotBias mean of the signed error of TPOT
 * @param ttftMean mean of the absolute error of TTFT, as a share
 */
public record Errors(
    int points, double tpotMean, double tpotMedian, double tpotBias, double ttftMean) {

  /** The errors of predictions, without those that are NaN. */
  static Errors of(List<Observation> observations, List<double[]> predictions) {
    double[] errors = new double[observations.size()];
    int points = 0;
    double bias = 0;
    double ttft = 0;
    int withTtft = 0;
    for (int i = 0; i < errors.length; i++) {
      double[] predicted = predictions.get(i);
      if (Double.isNaN(predicted[0])) {
        continue;
      }
      Observation observation = observations.get(i);
      double error = predicted[0] / observation.tpotSeconds() - 1;
      bias += error;
      errors[points++] = Math.abs(error);
      if (observation.ttftSeconds().isPresent()) {
        ttft += Math.abs(predicted[1] / observation.ttftSeconds().getAsDouble() - 1);
        withTtft++;
      }
    }
    double[] known = Arrays.copyOf(errors, points);
    Arrays.sort(known);
    return new Errors(
        points,
        Arrays.stream(known).average().orElse(Double.NaN),
        points == 0 ? Double.NaN : known[points / 2],
        bias / points,
        ttft / withTtft);
  }

  /**
   * The errors of several sets of points together, as means over points. The median is that of the
   * sets; empty where there are none.
   */
  static Optional<Errors> together(Collection<Errors> sets) {
    int points = sets.stream().mapToInt(Errors::points).sum();
    if (points == 0) {
      return Optional.empty();
    }
    double[] medians = sets.stream().mapToDouble(Errors::tpotMedian).sorted().toArray();
    return Optional.of(
        new Errors(
            points,
            mean(sets, Errors::tpotMean),
            medians[medians.length / 2],
            mean(sets, Errors::tpotBias),
            mean(sets, Errors::ttftMean)));
  }

  /** Mean over points of what is a mean in each set; sets without a value do not count. */
  private static double mean(Collection<Errors> sets, ToDoubleFunction<Errors> ofSet) {
    double sum = 0;
    int known = 0;
    for (Errors set : sets) {
      double value = ofSet.applyAsDouble(set);
      if (!Double.isNaN(value)) {
        sum += set.points() * value;
        known += set.points();
      }
    }
    return sum / known;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%5d points  TPOT %5.1f %% (median %.1f, bias %+.1f)  TTFT %5.1f %%",
        points,
        100 * tpotMean,
        100 * tpotMedian,
        100 * tpotBias,
        100 * ttftMean);
  }
}
