package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;

/**
 * Within which latency to choose, and how uncertain prices and speeds are.
 *
 * @param where SQL condition; {@code true} for all rows
 * @param ttftSeconds target; infinite for none
 * @param tpotSeconds target; infinite for none
 * @param priceMove share by which the price of one accelerator moves up and down
 * @param draws samples of all prices and speeds together
 * @param priceSpread standard deviation of the logarithm of a price
 * @param speedSpread standard deviation of the logarithm of a speed
 * @param seed of the samples
 * @param epsilon how much dearer or slower a candidate may be that stands for others; 0 to keep all
 */
public record ChoiceSettings(
    String where,
    double ttftSeconds,
    double tpotSeconds,
    double priceMove,
    int draws,
    double priceSpread,
    double speedSpread,
    long seed,
    double epsilon) {

  public ChoiceSettings {
    require("--ttft", ttftSeconds > 0, ttftSeconds, "a time above 0, seconds");
    require("--tpot", tpotSeconds > 0, tpotSeconds, "a time above 0, seconds");
    require("--price-move", priceMove > 0 && priceMove < 1, priceMove, "a share between 0 and 1");
    require("--draws", draws >= 1, draws, "1 or more");
    require("--price-spread", priceSpread >= 0 && priceSpread <= 2, priceSpread, "0 to 2");
    require("--speed-spread", speedSpread >= 0 && speedSpread <= 2, speedSpread, "0 to 2");
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
        + limit("ttft_s", ttftSeconds * fastest)
        + limit("tpot_s", tpotSeconds * fastest);
  }

  private static String limit(String column, double seconds) {
    return Double.isInfinite(seconds) ? "" : " AND " + column + " <= " + seconds + "D";
  }

  Choice.Settings settings() {
    return new Choice.Settings(
        ttftSeconds, tpotSeconds, priceMove, draws, priceSpread, speedSpread, seed);
  }
}
