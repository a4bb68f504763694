package dev.ridgeline.check;

import dev.ridgeline.measurement.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What decisions cost that follow the predictions. Each is about a model on an accelerator at some
 * lengths. It takes the engine, format, layout and concurrency with the most output tokens a second
 * of an accelerator within a TPOT.
 *
 * @param decisions number of decisions
 * @param meanRegret mean over decisions of the measured rate of the best point over that of the
 *     chosen one; at least 1
 * @param worstRegret largest regret
 * @param rightShare share of decisions whose regret is below 1.05
 * @param missedShare share of decisions whose chosen point was measured more than 5 % above the
 *     TPOT that was asked for
 */
public record Decisions(
    int decisions, double meanRegret, double worstRegret, double rightShare, double missedShare) {

  /** TPOT that decisions ask for, in seconds: from fast chat to batch work. */
  static final List<Double> TARGETS = List.of(0.01, 0.02, 0.03, 0.05, 0.1);

  /** Regret, and excess over a target, that repeats of one measurement have, too. */
  private static final double NOISE = 1.05;

  /**
   * A decision.
   *
   * @param regret measured rate of the best point over that of the chosen one
   * @param excess measured TPOT of the chosen point over that asked for
   */
  private record Decision(double regret, double excess) {}

  /** A point to choose, with both rates in output tokens a second of an accelerator. */
  private record Option(
      double measuredTpot, double measuredRate, double predictedTpot, double predictedRate) {}

  /** Makes all decisions that points allow; those with one point to choose from are none. */
  static Optional<Decisions> of(List<Check> checks) {
    Map<String, List<Option>> groups = new LinkedHashMap<>();
    for (Check check : checks) {
      if (check.measured(Metric.TPOT).isPresent() && check.measuredOutputRate().isPresent()) {
        groups.computeIfAbsent(question(check), absent -> new ArrayList<>()).add(option(check));
      }
    }
    List<Decision> all = new ArrayList<>();
    for (List<Option> options : groups.values()) {
      for (double target : TARGETS) {
        if (options.size() > 1) {
          decide(options, target).ifPresent(all::add);
        }
      }
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(summary(all));
  }

  private static String question(Check check) {
    PointSetting setting = check.prediction().setting();
    return setting.model().id() + "|" + setting.accelerator().id() + "|" + setting.request();
  }

  private static Option option(Check check) {
    return new Option(
        check.measured(Metric.TPOT).orElseThrow(),
        check.measuredOutputRate().orElseThrow(),
        check.predicted(Metric.TPOT),
        check.predicted(Metric.OUTPUT_THROUGHPUT));
  }

  /**
   * Chooses the fastest point among those predicted within the target, or else the one with the
   * least predicted TPOT. Where no point was measured within the target, there is no decision.
   */
  private static Optional<Decision> decide(List<Option> options, double target) {
    Optional<Option> best =
        options.stream()
            .filter(option -> option.measuredTpot() <= target)
            .max(Comparator.comparingDouble(Option::measuredRate));
    if (best.isEmpty()) {
      return Optional.empty();
    }
    Option chosen =
        options.stream()
            .filter(option -> option.predictedTpot() <= target)
            .max(Comparator.comparingDouble(Option::predictedRate))
            .or(() -> options.stream().min(Comparator.comparingDouble(Option::predictedTpot)))
            .orElseThrow();
    double regret = Math.max(1, best.get().measuredRate() / chosen.measuredRate());
    return Optional.of(new Decision(regret, chosen.measuredTpot() / target));
  }

  private static Decisions summary(List<Decision> all) {
    double count = all.size();
    return new Decisions(
        all.size(),
        all.stream().mapToDouble(Decision::regret).sum() / count,
        all.stream().mapToDouble(Decision::regret).max().orElseThrow(),
        all.stream().filter(decision -> decision.regret() < NOISE).count() / count,
        all.stream().filter(decision -> decision.excess() > NOISE).count() / count);
  }
}
