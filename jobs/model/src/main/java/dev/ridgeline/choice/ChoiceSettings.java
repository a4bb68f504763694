package dev.ridgeline.choice;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.sweep.LatencyTargets;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The latency targets of choices, and how uncertain prices and speeds are.
 *
 * @param targets latency targets, each with a choice of its own; at least one, all of the same
 *     percentile
 * @param priceMove share by which the price of one accelerator moves up and down
 * @param draws number of samples of all prices and speeds together
 * @param priceSpread standard deviation of the logarithm of a price
 * @param speedSpread standard deviation of the logarithm of a speed
 * @param seed seed of the samples
 */
public record ChoiceSettings(
    List<LatencyTargets> targets,
    double priceMove,
    int draws,
    double priceSpread,
    double speedSpread,
    long seed)
    implements Serializable {

  /** Most samples, each of which prices every candidate anew. */
  public static final int MOST_DRAWS = 100_000;

  /** Settings of a request that names none: a price move of 30 %, and 1,000 draws. */
  public static final ChoiceSettings USUAL =
      new ChoiceSettings(List.of(LatencyTargets.NONE), 0.3, 1000, 0.2, 0.15, 1);

  /**
   * @throws ConfigException where a number is out of its range
   */
  public ChoiceSettings {
    targets = List.copyOf(targets);
    require("--price-move", priceMove > 0 && priceMove < 1, priceMove, "a share between 0 and 1");
    boolean few = draws >= 1 && draws <= MOST_DRAWS;
    require("--draws", few, draws, "1 to " + MOST_DRAWS);
    require("--price-spread", priceSpread >= 0 && priceSpread <= 2, priceSpread, "0 to 2");
    require("--speed-spread", speedSpread >= 0 && speedSpread <= 2, speedSpread, "0 to 2");
  }

  /**
   * Returns all combinations of targets.
   *
   * @param ttftSeconds longest times to first token; infinite without a target
   * @param tpotSeconds longest times per output token; infinite without a target
   * @param percentile percentile of times to first token, or {@link LatencyTargets#NO_QUEUE}
   * @throws ConfigException where a time is not above 0, or the percentile is another
   */
  public static List<LatencyTargets> combinations(
      List<Double> ttftSeconds, List<Double> tpotSeconds, int percentile) {
    requireTimes("--ttft", ttftSeconds);
    requireTimes("--tpot", tpotSeconds);
    boolean known =
        percentile == LatencyTargets.NO_QUEUE || LatencyTargets.PERCENTILES.contains(percentile);
    require("--percentile", known, percentile, "50, 90 or 99");
    return ttftSeconds.stream()
        .flatMap(
            ttft -> tpotSeconds.stream().map(tpot -> new LatencyTargets(ttft, tpot, percentile)))
        .toList();
  }

  /**
   * Returns all combinations of targets, where those that are not given are the sweep's own.
   *
   * @param ofSweep targets of the sweep
   * @param ttftSeconds longest times to first token; empty where none are given
   * @param tpotSeconds longest times per output token; empty where none are given
   * @param percentile percentile of times to first token; empty where none is given
   * @throws ConfigException where a time is not above 0, or the percentile is another
   */
  public static List<LatencyTargets> combinations(
      LatencyTargets ofSweep,
      Optional<List<Double>> ttftSeconds,
      Optional<List<Double>> tpotSeconds,
      Optional<Integer> percentile) {
    return combinations(
        ttftSeconds.orElse(List.of(ofSweep.ttftSeconds())),
        tpotSeconds.orElse(List.of(ofSweep.tpotSeconds())),
        percentile.orElse(ofSweep.percentile()));
  }

  private static void requireTimes(String option, List<Double> seconds) {
    if (seconds.isEmpty()) {
      throw new ConfigException(option, "names no time. Allowed: times above 0, seconds.");
    }
    seconds.forEach(one -> require(option, one > 0, one, "times above 0, seconds"));
  }

  private static void require(String option, boolean holds, double value, String allowed) {
    if (!holds) {
      throw new ConfigException(option, "is " + value + ". Allowed: " + allowed + ".");
    }
  }

  /** These settings with other targets. */
  public ChoiceSettings within(List<LatencyTargets> others) {
    return new ChoiceSettings(others, priceMove, draws, priceSpread, speedSpread, seed);
  }

  /** Returns the longest latencies that some draw can bring within some of the targets. */
  public LatencyTargets reachable() {
    double fastest = Draws.most(speedSpread);
    return new LatencyTargets(
        longest(LatencyTargets::ttftSeconds) * fastest,
        longest(LatencyTargets::tpotSeconds) * fastest,
        targets.get(0).percentile());
  }

  private double longest(ToDoubleFunction<LatencyTargets> target) {
    return targets.stream().mapToDouble(target).max().orElseThrow();
  }
}
