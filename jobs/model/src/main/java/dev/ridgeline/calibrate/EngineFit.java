package dev.ridgeline.calibrate;

import dev.ridgeline.catalog.Engine;
import dev.ridgeline.check.PointPrediction;
import dev.ridgeline.check.PointPredictor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Fits coefficients to observations. The sum to minimise has a robust distance (pseudo-Huber) of
 * the logarithm of predicted over measured TPOT, that of TTFT with less weight, and the distance of
 * each coefficient from its prior (ridge).
 */
final class EngineFit {

  /** Deviation of a typical point from the model, as a share. */
  private static final double NOISE = 0.07;

  /** Deviation from which on a point counts less than its square. */
  private static final double OUTLIER = 0.15;

  /** Weight of TTFT, whose repeats differ by several times as much. */
  private static final double TTFT_WEIGHT = 0.3;

  private static final double[] NOTHING = {Double.NaN, Double.NaN};

  private EngineFit() {}

  /** Predictions of TPOT and TTFT, in seconds; NaN where a point does not fit into memory. */
  static List<double[]> predict(List<Observation> observations, Coefficients coefficients) {
    Map<String, Engine> engines = new HashMap<>();
    PointPredictor predictor = new PointPredictor();
    List<double[]> predictions = new ArrayList<>(observations.size());
    for (Observation observation : observations) {
      Engine own = observation.setting().engine();
      Engine fitted = engines.computeIfAbsent(own.id(), absent -> coefficients.on(own));
      Optional<PointPrediction> prediction =
          predictor.predict(observation.setting().with(fitted, observation.setting().profile()));
      predictions.add(
          prediction.map(it -> new double[] {it.tpotSeconds(), it.ttftSeconds()}).orElse(NOTHING));
    }
    return predictions;
  }

  /**
   * Fits all coefficients that observations can tell.
   *
   * @param observations what to fit to
   * @param prior fitted numbers that the coefficients lean to
   * @param looseness factor on the distance that they may have from it
   * @param free coefficients to fit; the others keep their prior
   */
  static double[] fit(
      List<Observation> observations, double[] prior, double looseness, Set<Coefficient> free) {
    return fit(observations, prior, looseness, free, prior);
  }

  /**
   * Fits all coefficients that observations can tell.
   *
   * @param from where to begin; near the result, the fit is faster
   */
  static double[] fit(
      List<Observation> observations,
      double[] prior,
      double looseness,
      Set<Coefficient> free,
      double[] from) {
    Coefficient[] all = Coefficient.values();
    double[] least = new double[all.length];
    double[] most = new double[all.length];
    double[] scale = new double[all.length];
    double[] start = new double[all.length];
    for (Coefficient one : all) {
      int i = one.ordinal();
      boolean fixed = !free.contains(one);
      least[i] = fixed ? prior[i] : one.least();
      most[i] = fixed ? prior[i] : one.most();
      scale[i] = one.width();
      start[i] = Math.min(most[i], Math.max(least[i], one.start(from[i])));
    }
    return LeastSquares.minimize(
        x -> deviations(observations, x, prior, looseness), start, scale, least, most);
  }

  private static double[] deviations(
      List<Observation> observations, double[] x, double[] prior, double looseness) {
    int n = observations.size();
    double[] deviations = new double[2 * n + x.length];
    List<double[]> predictions = predict(observations, Coefficients.of(x));
    for (int i = 0; i < n; i++) {
      Observation observation = observations.get(i);
      double[] predicted = predictions.get(i);
      if (Double.isNaN(predicted[0])) {
        continue;
      }
      deviations[i] = robust(Math.log(predicted[0] / observation.tpotSeconds()));
      OptionalDouble ttft = observation.ttftSeconds();
      if (ttft.isPresent()) {
        deviations[n + i] = robust(TTFT_WEIGHT * Math.log(predicted[1] / ttft.getAsDouble()));
      }
    }
    for (Coefficient one : Coefficient.values()) {
      int i = one.ordinal();
      deviations[2 * n + i] = (x[i] - prior[i]) / (looseness * one.width());
    }
    return deviations;
  }

  private static double robust(double deviation) {
    return LeastSquares.robust(deviation, OUTLIER) / NOISE;
  }

  /** The coefficients of which the observations say something: those that move a prediction. */
  static Set<Coefficient> identified(List<Observation> observations, double[] at) {
    Set<Coefficient> told = EnumSet.noneOf(Coefficient.class);
    List<double[]> before = predict(observations, Coefficients.of(at));
    for (Coefficient one : Coefficient.values()) {
      double[] moved = at.clone();
      moved[one.ordinal()] += one.width();
      List<double[]> after = predict(observations, Coefficients.of(moved));
      double sum = 0;
      for (int i = 0; i < before.size(); i++) {
        double tpot = Math.log(after.get(i)[0] / before.get(i)[0]) / NOISE;
        double ttft = TTFT_WEIGHT * Math.log(after.get(i)[1] / before.get(i)[1]) / NOISE;
        sum += Double.isNaN(tpot) ? 0 : tpot * tpot + ttft * ttft;
      }
      if (sum > 1) {
        told.add(one);
      }
    }
    return told;
  }
}
