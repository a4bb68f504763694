package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Within which latency to choose, and how uncertain prices and speeds are.
 *
 * @param where SQL condition; {@code true} for all rows
 * @param targets for each of them there is a choice; at least one
 * @param priceMove share by which the price of one accelerator moves up and down
 * @param draws samples of all prices and speeds together
 * @param priceSpread standard deviation of the logarithm of a price
 * @param speedSpread standard deviation of the logarithm of a speed
 * @param seed of the samples
 * @param epsilon how much dearer or slower a candidate may be that stands for others; 0 to keep all
 */
public record ChoiceSettings(
    String where,
    List<LatencyTargets> targets,
    double priceMove,
    int draws,
    double priceSpread,
    double speedSpread,
    long seed,
    double epsilon) {

  public ChoiceSettings {
    targets = List.copyOf(targets);
    require("--price-move", priceMove > 0 && priceMove < 1, priceMove, "a share between 0 and 1");
    require("--draws", draws >= 1, draws, "1 or more");
    require("--price-spread", priceSpread >= 0 && priceSpread <= 2, priceSpread, "0 to 2");
    require("--speed-spread", speedSpread >= 0 && speedSpread <= 2, speedSpread, "0 to 2");
  }

  /**
   * All combinations of targets.
   *
   * @param ttftSeconds longest times to first token; infinite for any
   * @param tpotSeconds longest times per output token; infinite for any
   * @throws ConfigException for a time that is none
   */
  public static List<LatencyTargets> combinations(
      List<Double> ttftSeconds, List<Double> tpotSeconds) {
    requireTimes("--ttft", ttftSeconds);
    requireTimes("--tpot", tpotSeconds);
    return ttftSeconds.stream()
        .flatMap(ttft -> tpotSeconds.stream().map(tpot -> new LatencyTargets(ttft, tpot)))
        .toList();
  }

  private static void requireTimes(String option, List<Double> seconds) {
    seconds.forEach(one -> require(option, one > 0, one, "times above 0, seconds"));
  }

  private static void require(String option, boolean holds, double value, String allowed) {
    if (!holds) {
      throw new ConfigException(option, "is " + value + ". Allowed: " + allowed + ".");
    }
  }

  /** Which cells can be chosen: leaves out what no draw can bring within the targets. */
  String condition() {
    double fastest = Math.exp(Choice.MOST_DEVIATIONS * speedSpread);
    return "status IN ('OK', 'FLEET_TOO_SMALL') AND ("
        + where
        + ")"
        + limit("ttft_s", longest(LatencyTargets::ttftSeconds) * fastest)
        + limit("tpot_s", longest(LatencyTargets::tpotSeconds) * fastest);
  }

  private double longest(ToDoubleFunction<LatencyTargets> target) {
    return targets.stream().mapToDouble(target).max().orElseThrow();
  }

  private static String limit(String column, double seconds) {
    return Double.isInfinite(seconds) ? "" : " AND " + column + " <= " + seconds + "D";
  }

  /** For each of the targets. */
  List<Choice.Settings> settings() {
    return targets.stream()
        .map(
            target ->
                new Choice.Settings(
                    target.ttftSeconds(),
                    target.tpotSeconds(),
                    priceMove,
                    draws,
                    priceSpread,
                    speedSpread,
                    seed))
        .toList();
  }
}
