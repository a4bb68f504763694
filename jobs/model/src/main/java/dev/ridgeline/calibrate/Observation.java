package dev.ridgeline.calibrate;

import dev.ridgeline.check.PointResolver;
import dev.ridgeline.check.PointSetting;
import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.measurement.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A measured point with the conditions under which the model predicts it.
 *
 * @param setting the conditions; its engine is the one whose steps are fitted
 * @param tpotSeconds measured time per output token
 * @param ttftSeconds measured time to first token; empty where nobody published it
 */
public record Observation(PointSetting setting, double tpotSeconds, OptionalDouble ttftSeconds) {

  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+){1,2}");

  /** Split of points that judge fits, and that no fit has. */
  private static final String JUDGE = "judge";

  /**
   * The observations among some points: those that the catalogs express and that have a TPOT.
   * Points of the split {@code judge} are left to judge the fit.
   */
  public static List<Observation> of(List<MeasuredPoint> points, PointResolver resolver) {
    List<Observation> observations = new ArrayList<>();
    for (MeasuredPoint point : points) {
      OptionalDouble tpot = point.measured().typical(Metric.TPOT);
      if (tpot.isPresent()
          && !point.label().split().equals(JUDGE)
          && resolver.resolve(point) instanceof PointResolver.Resolution.Found found) {
        OptionalDouble ttft = point.measured().typical(Metric.TTFT);
        observations.add(new Observation(found.setting(), tpot.getAsDouble(), ttft));
      }
    }
    return observations;
  }

  /** Id of the engine that served. */
  String engine() {
    return setting.engine().id();
  }

  /** Id of the model that was served. */
  String model() {
    return setting.model().id();
  }

  /** Id of the accelerator that it was measured on. */
  String accelerator() {
    return setting.accelerator().id();
  }

  /** The numbers that the version of the engine begins with; empty where it has none. */
  String version() {
    Matcher numbers = VERSION.matcher(setting.point().software().version());
    return numbers.lookingAt() ? numbers.group() : "";
  }

  /** The name that all points share which differ only in their load. */
  String configuration() {
    MeasuredPoint.Label label = setting.point().label();
    return label.configuration().isEmpty() ? label.id() : label.configuration();
  }
}
