package dev.ridgeline.choice;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.schema.Table;
import dev.ridgeline.space.LatencyTargets;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of choices. Their first columns say for what a choice is: the columns that make a
 * workload, as a request names them, and the targets.
 */
public final class ChoiceTables {

  /** Name of the table of choices. */
  public static final String CHOICES = "choices";

  /** Name of the table of what moved prices change. */
  public static final String PRICE_MOVES = "price_moves";

  /** Name of the table of draws. */
  public static final String ROBUSTNESS = "robustness";

  /** The columns of the targets, which follow those of the workload. */
  private static final List<Column<LatencyTargets>> TARGETS =
      List.of(
          Column.<LatencyTargets>real(
                  "target_ttft_s",
                  "s",
                  "Longest time to first token that is allowed.",
                  LatencyTargets::ttftSeconds)
              .nullWhere("any is allowed", targets -> Double.isInfinite(targets.ttftSeconds())),
          Column.<LatencyTargets>real(
                  "target_tpot_s",
                  "s",
                  "Longest time per output token that is allowed.",
                  LatencyTargets::tpotSeconds)
              .nullWhere("any is allowed", targets -> Double.isInfinite(targets.tpotSeconds())));

  private ChoiceTables() {}

  /** The cheapest mix for each workload and targets that a mix meets. */
  public static Table<ForWorkload<ChosenMix>> choices(List<String> workload) {
    return table(
        CHOICES,
        "The cheapest mix for one workload within targets, and how much dearer simpler ones are.",
        workload,
        ChosenMixColumns.ALL);
  }

  /** What is chosen when the price of one accelerator moves. */
  public static Table<ForWorkload<PriceMove>> priceMoves(List<String> workload) {
    return table(
        PRICE_MOVES,
        "What one moved price of an accelerator changes in the choice for a workload.",
        workload,
        PriceMoveColumns.ALL);
  }

  /** How often each mix is chosen when all prices and speeds are drawn. */
  public static Table<ForWorkload<MixShare>> robustness(List<String> workload) {
    return table(
        ROBUSTNESS,
        "How often a mix is chosen for a workload when all prices and speeds are drawn.",
        workload,
        MixShareColumns.ALL);
  }

  /** All tables of choices for workloads of these columns. */
  public static List<Table<?>> all(List<String> workload) {
    return List.of(choices(workload), priceMoves(workload), robustness(workload));
  }

  /** Names of the columns that, after the workload, say for what a choice is. */
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
                  "Part of the workload: " + workload.get(i) + " of its cells.",
                  new Reader.Text<>(row -> row.workload().get(place)))
              .nullWhere("its cells have none", row -> row.workload().get(place) == null));
    }
    TARGETS.forEach(column -> columns.add(column.on(ForWorkload::targets)));
    found.forEach(column -> columns.add(column.on(ForWorkload::found)));
    return new Table<>(name, doc, columns);
  }
}
