package dev.ridgeline.check;

import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.measurement.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether formats come in the right order, such as FP8 before BF16. Two points make a pair where
 * they differ in nothing but the quantization; repeats count by their mean.
 *
 * @param pairs number of pairs whose measured TPOT differs by more than repeats do
 * @param right number of them that are predicted in the measured order
 */
public record FormatOrder(int pairs, int right) {

  /** Difference that repeats of one measurement have, too. */
  private static final double NOISE = 1.05;

  /** Mean TPOT of repeats. */
  private static final class Mean {
    private double measured;
    private double predicted;
    private int count;

    void add(Check check) {
      measured += check.measured(Metric.TPOT).orElseThrow();
      predicted += check.predicted(Metric.TPOT);
      count++;
    }

    double measured() {
      return measured / count;
    }

    double predicted() {
      return predicted / count;
    }
  }

  /** Compares all pairs of points. */
  static FormatOrder of(List<Check> checks) {
    Map<String, Map<String, Mean>> byCondition = new LinkedHashMap<>();
    for (Check check : checks) {
      if (check.measured(Metric.TPOT).isPresent()) {
        byCondition
            .computeIfAbsent(condition(check), absent -> new TreeMap<>())
            .computeIfAbsent(check.point().model().quantization(), absent -> new Mean())
            .add(check);
      }
    }
    int pairs = 0;
    int right = 0;
    for (Map<String, Mean> byFormat : byCondition.values()) {
      List<Mean> means = new ArrayList<>(byFormat.values());
      for (int i = 0; i < means.size(); i++) {
        for (Mean other : means.subList(i + 1, means.size())) {
          double measured = means.get(i).measured() / other.measured();
          if (Math.max(measured, 1 / measured) > NOISE) {
            pairs++;
            right += (measured > 1) == (means.get(i).predicted() > other.predicted()) ? 1 : 0;
          }
        }
      }
    }
    return new FormatOrder(pairs, right);
  }

  private static String condition(Check check) {
    MeasuredPoint point = check.point();
    PointSetting setting = check.prediction().setting();
    return String.join(
        "|",
        setting.model().id(),
        setting.accelerator().id(),
        point.software().engine(),
        setting.sharding().toString(),
        String.valueOf(setting.replicas()),
        point.load().toString());
  }
}
