package dev.ridgeline.calibrate;

import dev.ridgeline.catalog.Era;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much faster or slower an engine was in a quarter of a year on an accelerator. The factor is
 * the mean of what predictions leave, as a logarithm, and it leans to 1: {@code exp(sum / (n +
 * 3))}.
 */
final class Eras {

  /** Fewest points of an era. */
  private static final int FEW = 4;

  /** Points that say that nothing changed, which each era has beside its own. */
  private static final int OF_PRIOR = 3;

  /** Logarithm beyond which a point says no more; a factor of 1.5. */
  private static final double MOST = 0.4;

  private static final int DIGITS = 10_000;

  private record Group(String engine, String accelerator, LocalDate from) {}

  /** What predictions leave of the points of a group, as logarithms of measured over predicted. */
  private record Left(Group group, List<Double> logarithms) {}

  private Eras() {}

  /**
   * The eras that observations tell.
   *
   * @param observations points of one engine
   * @param coefficients constants whose predictions they are compared with
   */
  static List<Era> of(List<Observation> observations, Coefficients coefficients) {
    List<double[]> predictions = EngineFit.predict(observations, coefficients);
    Map<String, Left> groups = new TreeMap<>();
    for (int i = 0; i < observations.size(); i++) {
      Observation one = observations.get(i);
      Optional<LocalDate> day = one.setting().point().software().day();
      double ratio = Math.log(one.tpotSeconds() / predictions.get(i)[0]);
      if (day.isPresent() && !Double.isNaN(ratio)) {
        Group group = group(one, day.get());
        groups
            .computeIfAbsent(group.toString(), none -> new Left(group, new ArrayList<>()))
            .logarithms()
            .add(Math.max(-MOST, Math.min(MOST, ratio)));
      }
    }
    return groups.values().stream()
        .filter(left -> left.logarithms().size() >= FEW)
        .map(left -> era(left.group(), left.logarithms()))
        .toList();
  }

  private static Group group(Observation one, LocalDate day) {
    LocalDate from = day.with(IsoFields.DAY_OF_QUARTER, 1);
    return new Group(
        one.setting().point().software().engine(), one.setting().accelerator().id(), from);
  }

  private static Era era(Group group, List<Double> left) {
    double sum = left.stream().mapToDouble(Double::doubleValue).sum();
    double factor = Math.exp(sum / (left.size() + OF_PRIOR));
    return new Era(
        group.engine(),
        group.accelerator(),
        group.from(),
        group.from().plus(3, ChronoUnit.MONTHS),
        (double) Math.round(DIGITS * factor) / DIGITS);
  }
}
