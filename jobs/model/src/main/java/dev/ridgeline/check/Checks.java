package dev.ridgeline.check;

import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.measurement.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Measured points beside what is predicted for each.
 *
 * @param all the checks, in the order of the points
 */
public record Checks(List<Check> all) {

  /** Groups into which configurations are dealt; each is predicted from the others. */
  private static final int FOLDS = 5;

  private static final String NO_ROOM = "not even one request fits beside the weights";

  public Checks {
    all = List.copyOf(all);
  }

  /** Predicts points, by the model, on the roofline, and by two constants. */
  public static Checks of(List<MeasuredPoint> points, PointResolver resolver) {
    PointPredictor predictor = new PointPredictor();
    PointResolver onRoofline = resolver.onRoofline();
    List<Check> checks = new ArrayList<>();
    for (MeasuredPoint point : points) {
      checks.add(check(point, resolver, onRoofline, predictor));
    }
    return new Checks(withTwoConstants(checks));
  }

  private static Check check(
      MeasuredPoint point,
      PointResolver resolver,
      PointResolver onRoofline,
      PointPredictor predictor) {
    PointResolver.Resolution own = resolver.resolve(point);
    if (own instanceof PointResolver.Resolution.Missing missing) {
      return new Check(point, Optional.empty(), missing.reason());
    }
    PointSetting setting = ((PointResolver.Resolution.Found) own).setting();
    PointSetting ideal = ((PointResolver.Resolution.Found) onRoofline.resolve(point)).setting();
    Optional<PointPrediction> prediction = predictor.predict(setting);
    if (prediction.isEmpty()) {
      return new Check(point, Optional.empty(), NO_ROOM);
    }
    double roofline = predictor.predict(ideal).orElseThrow().tpotSeconds();
    return new Check(
        point,
        Optional.of(new Check.Predicted(prediction.get(), roofline, OptionalDouble.empty())),
        "");
  }

  /**
   * Adds what two constants say. They are fitted on all configurations but those of the point's own
   * group, so that no point is predicted from itself or its neighbours.
   */
  private static List<Check> withTwoConstants(List<Check> checks) {
    Map<String, Integer> folds = folds(checks);
    Map<Integer, TwoConstants> byFold = new HashMap<>();
    for (int fold : new TreeSet<>(folds.values())) {
      List<TwoConstants.Sample> others = new ArrayList<>();
      for (Check check : checks) {
        OptionalDouble measured = check.measured(Metric.TPOT);
        boolean isOther = !folds.getOrDefault(check.point().configuration(), fold).equals(fold);
        if (check.predicted().isPresent() && measured.isPresent() && isOther) {
          others.add(sample(check, measured.getAsDouble()));
        }
      }
      if (!others.isEmpty()) {
        byFold.put(fold, TwoConstants.fit(others));
      }
    }
    return checks.stream().map(check -> withTwoConstants(check, folds, byFold)).toList();
  }

  private static TwoConstants.Sample sample(Check check, double measured) {
    return new TwoConstants.Sample(
        measured,
        check.known().rooflineTpotSeconds(),
        check.prediction().setting().model().layerCount());
  }

  private static Check withTwoConstants(
      Check check, Map<String, Integer> folds, Map<Integer, TwoConstants> byFold) {
    TwoConstants constants = byFold.get(folds.getOrDefault(check.point().configuration(), FOLDS));
    if (check.predicted().isEmpty() || constants == null) {
      return check;
    }
    Check.Predicted before = check.known();
    TwoConstants.Sample sample = sample(check, 1);
    double seconds = constants.seconds(sample.roofline(), sample.layers());
    return new Check(
        check.point(),
        Optional.of(
            new Check.Predicted(
                before.prediction(), before.rooflineTpotSeconds(), OptionalDouble.of(seconds))),
        check.reason());
  }

  /** Deals the configurations to groups in turn, in the order of their names. */
  private static Map<String, Integer> folds(List<Check> checks) {
    TreeSet<String> configurations = new TreeSet<>();
    for (Check check : checks) {
      if (check.predicted().isPresent()) {
        configurations.add(check.point().configuration());
      }
    }
    Map<String, Integer> folds = new HashMap<>();
    for (String configuration : configurations) {
      folds.put(configuration, folds.size() % FOLDS);
    }
    return folds;
  }

  /** The checks that have a prediction. */
  public List<Check> predicted() {
    return all.stream().filter(check -> check.predicted().isPresent()).toList();
  }

  /** Number of points without a prediction, by the reason. */
  public Map<String, Integer> missing() {
    Map<String, Integer> missing = new TreeMap<>();
    for (Check check : all) {
      if (check.predicted().isEmpty()) {
        missing.merge(check.reason(), 1, Integer::sum);
      }
    }
    return missing;
  }
}
