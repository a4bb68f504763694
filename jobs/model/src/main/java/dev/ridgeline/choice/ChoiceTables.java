package dev.ridgeline.choice;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.schema.Table;
import dev.ridgeline.sweep.LatencyTargets;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of choices. Their first columns are the columns that define a workload, as a request
 * names them, and the latency targets.
 */
public final class ChoiceTables {

  /** Name of the table of choices. */
  public static final String CHOICES = "choices";

  /** Name of the table of choices at moved prices. */
  public static final String PRICE_MOVES = "price_moves";

  /** Name of the table of shares of draws. */
  public static final String ROBUSTNESS = "robustness";

  /** Name of the table of candidates in their order. */
  public static final String RANKING = "ranking";

  /** The columns of the targets, which follow those of the workload. */
  private static final List<Column<LatencyTargets>> TARGETS =
      List.of(
          Column.<LatencyTargets>real(
                  "target_ttft_s",
                  "s",
                  "Latency target: the longest time to first token that the choice may have.",
                  LatencyTargets::ttftSeconds)
              .nullWhere(
                  "the choice has no such target",
                  targets -> Double.isInfinite(targets.ttftSeconds())),
          Column.<LatencyTargets>real(
                  "target_tpot_s",
                  "s",
                  "Latency target: the longest time per output token that the choice may have.",
                  LatencyTargets::tpotSeconds)
              .nullWhere(
                  "the choice has no such target",
                  targets -> Double.isInfinite(targets.tpotSeconds())));

  private ChoiceTables() {}

  /** Returns the table of the cheapest mix for each workload and each of the targets. */
  public static Table<ForWorkload<ChoiceOutcome>> choices(List<String> workload) {
    return table(
        CHOICES,
        "The cheapest mix for one workload within latency targets, with the prices of simpler mixes."
            + " Where no mix meets the targets, the mix that comes nearest.",
        workload,
        ChoiceOutcomeColumns.ALL);
  }

  /** Returns the table of candidates for each workload, best first. */
  public static Table<ForWorkload<Ranked>> ranking(List<String> workload) {
    return table(
        RANKING,
        "A candidate for one workload, and its place by an objective within limits.",
        workload,
        RankedColumns.ALL);
  }

  /** Returns the table of choices at moved prices of one accelerator. */
  public static Table<ForWorkload<PriceMove>> priceMoves(List<String> workload) {
    return table(
        PRICE_MOVES,
        "The cheapest mix for one workload when the price of one accelerator moves.",
        workload,
        PriceMoveColumns.ALL);
  }

  /** Returns the table of how often each mix is chosen when all prices and speeds are drawn. */
  public static Table<ForWorkload<MixShare>> robustness(List<String> workload) {
    return table(
        ROBUSTNESS,
        "How often a mix is the cheapest for one workload when all prices and speeds are drawn.",
        workload,
        MixShareColumns.ALL);
  }

  /** Returns all tables of choices for workloads of these columns. */
  public static List<Table<?>> all(List<String> workload) {
    return List.of(
        choices(workload), priceMoves(workload), robustness(workload), ranking(workload));
  }

  /** Names of the columns of the targets, which follow those of the workload. */
  public static List<String> targetColumns() {
    return TARGETS.stream().map(Column::name).toList();
  }

  private static <R extends Serializable> Table<ForWorkload<R>> table(
      String name, String doc, List<String> workload, List<Column<R>> found) {
    List<Column<ForWorkload<R>>> columns = new ArrayList<>();
    for (int i = 0; i < workload.size(); i++) {
      int place = i;
      columns.add(
          Column.<ForWorkload<R>>requested(
                  workload.get(i),
                  "Column " + workload.get(i) + " of the cells, which is part of the workload.",
                  new Reader.Text<>(row -> row.workload().get(place)))
              .nullWhere("its cells have no value", row -> row.workload().get(place) == null));
    }
    TARGETS.forEach(column -> columns.add(column.on(ForWorkload::targets)));
    found.forEach(column -> columns.add(column.on(ForWorkload::found)));
    return new Table<>(name, doc, columns);
  }
}
