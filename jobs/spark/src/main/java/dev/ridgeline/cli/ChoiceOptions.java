package dev.ridgeline.cli;

import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.ChoiceSettings;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.run.ChoiceRequest;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that say what is chosen, among which cells, and how uncertain prices and speeds are. */
final class ChoiceOptions {

  @Option(
      names = "--workload",
      paramLabel = "COLUMNS",
      split = ",",
      description =
          "Columns whose values make a workload. Each workload has a choice (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> workload;

  @Option(
      names = "--where",
      paramLabel = "SQL",
      defaultValue = "true",
      description =
          "SQL condition of the cells that may be chosen, such as \"speculation = 'none'\" (default:"
              + " all cells).")
  private String where;

  @Option(
      names = "--ttft",
      paramLabel = "TIME",
      split = ",",
      converter = Quantities.Ttft.class,
      description =
          "Longest time to first token, such as 2s, or none (default: the target of the sweep)."
              + " max_sessions counts sessions within it, unless the sweep states turnTtftSeconds."
              + " Several values with commas give a choice for each combination of targets.")
  private List<Double> ttft = new ArrayList<>();

  @Option(
      names = "--tpot",
      paramLabel = "TIME",
      split = ",",
      converter = Quantities.Tpot.class,
      description =
          "Longest time per output token, such as 40ms, or none (default: the target of the"
              + " sweep). Several values with commas give a choice for each combination of targets.")
  private List<Double> tpot = new ArrayList<>();

  @Option(
      names = "--percentile",
      paramLabel = "50|90|99",
      description =
          "Percentile of the time to first token that --ttft limits, with requests that come at"
              + " random. A saturated fleet has none. 0 is a request that does not queue (default: that of"
              + " the sweep).")
  private Optional<Integer> percentile = Optional.empty();

  @Option(
      names = "--objective",
      paramLabel = "OBJECTIVE",
      description =
          "What the best has: 'min' or 'max' and a column of numbers, such as 'min dollars_per_task'"
              + " or 'max fleet_requests_per_s' (default: min dollars_per_request, for which"
              + " moved prices are reckoned, too).")
  private Optional<String> objective = Optional.empty();

  @Option(
      names = "--max",
      paramLabel = "COLUMN=VALUE",
      description =
          "Limit of a column of numbers, such as fleet_watts=200kW. May be repeated; draws do not"
              + " move such values.")
  private List<String> most = new ArrayList<>();

  @Option(
      names = "--min",
      paramLabel = "COLUMN=VALUE",
      description = "Limit from below, such as output_tokens_per_s_per_user=30. May be repeated.")
  private List<String> least = new ArrayList<>();

  @Option(
      names = "--candidates",
      paramLabel = "MIXES",
      description =
          "Mixes to rank, such as 'b200, b200 > mi300x', or numbers of cells (default: all mixes may"
              + " be chosen, and the best is shown).")
  private Optional<String> candidates = Optional.empty();

  @Option(
      names = "--price-move",
      paramLabel = "SHARE",
      defaultValue = "0.3",
      description =
          "Share by which the price of one accelerator moves up and down (default:"
              + " ${DEFAULT-VALUE}).")
  private double priceMove;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Number of random draws of all prices and speeds, at most "
              + ChoiceSettings.MOST_DRAWS
              + " (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--price-spread",
      paramLabel = "SIGMA",
      defaultValue = "0.2",
      description =
          "Standard deviation of the logarithm of an accelerator's price (default: ${DEFAULT-VALUE},"
              + " an assumption).")
  private double priceSpread;

  @Option(
      names = "--speed-spread",
      paramLabel = "SIGMA",
      defaultValue = "0.15",
      description =
          "Standard deviation of the logarithm of an accelerator's speed (default: ${DEFAULT-VALUE},"
              + " an assumption: fitted kernels are off by 10 to 30 %%).")
  private double speedSpread;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--epsilon",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Share by which a cell may be better than the cell of its mix that stands for it. It"
              + " bounds the memory that large sweeps take (default: ${DEFAULT-VALUE}, exact).")
  private double epsilon;

  /**
   * The request of the options.
   *
   * @throws ConfigException where one is wrong
   */
  ChoiceRequest request() {
    if (workload.isEmpty()) {
      throw new ConfigException(
          "--workload", "names no column. Allowed: columns with commas between.");
    }
    List<CellLimit> budgets =
        new ArrayList<>(CellLimit.parse("--max", CellLimit.Kind.AT_MOST, most));
    budgets.addAll(CellLimit.parse("--min", CellLimit.Kind.AT_LEAST, least));
    return new ChoiceRequest(
        workload.stream().map(String::strip).toList(),
        where,
        epsilon,
        new ChoiceRequest.Targets(given(ttft), given(tpot), percentile),
        new ChoiceSettings(
            List.of(LatencyTargets.NONE), priceMove, draws, priceSpread, speedSpread, seed),
        objective
            .map(written -> CellObjective.parse("--objective", written))
            .orElse(CellObjective.PRICE),
        budgets,
        candidates);
  }

  private static Optional<List<Double>> given(List<Double> seconds) {
    return seconds.isEmpty() ? Optional.empty() : Optional.of(seconds);
  }
}
