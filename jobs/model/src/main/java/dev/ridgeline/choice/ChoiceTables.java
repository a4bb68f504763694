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

  private static final String NONE_HOMOGENEOUS =
      "no mix with one kind of accelerator meets the targets";
  private static final String NONE_POOLED = "no mix with one pool meets the targets";

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

  private static final List<Column<ChosenMix>> CHOSEN =
      List.of(
          Column.text("mix", "Cheapest mix within the targets.", row -> row.best().mix().name()),
          Column.whole("cell", "", "Cell of the cheapest mix.", row -> row.best().cell()),
          Column.real(
              "dollars_per_request",
              "$",
              "Price of a request on the cheapest mix.",
              row -> row.best().dollars()),
          Column.real(
              "ttft_s",
              "s",
              "Time to first token on the cheapest mix.",
              row -> row.best().ttftSeconds()),
          Column.real(
              "tpot_s",
              "s",
              "Time per output token on the cheapest mix.",
              row -> row.best().tpotSeconds()),
          Column.<ChosenMix>text(
                  "homogeneous_mix",
                  "Cheapest mix with one kind of accelerator.",
                  row -> row.homogeneous().mix().name())
              .nullWhere(NONE_HOMOGENEOUS, row -> row.homogeneous() == null),
          Column.<ChosenMix>whole(
                  "homogeneous_cell", "", "Cell of that mix.", row -> row.homogeneous().cell())
              .nullWhere(NONE_HOMOGENEOUS, row -> row.homogeneous() == null),
          Column.real(
                  "homogeneous_regret",
                  "",
                  "Price of a request on that mix over its price on the cheapest mix.",
                  ChosenMix::homogeneousRegret)
              .nullWhere(NONE_HOMOGENEOUS, row -> row.homogeneous() == null),
          Column.<ChosenMix>text(
                  "pooled_mix",
                  "Cheapest mix with one pool for both phases.",
                  row -> row.pooled().mix().name())
              .nullWhere(NONE_POOLED, row -> row.pooled() == null),
          Column.<ChosenMix>whole(
                  "pooled_cell", "", "Cell of that mix.", row -> row.pooled().cell())
              .nullWhere(NONE_POOLED, row -> row.pooled() == null),
          Column.real(
                  "pooled_regret",
                  "",
                  "Price of a request on that mix over its price on the cheapest mix.",
                  ChosenMix::pooledRegret)
              .nullWhere(NONE_POOLED, row -> row.pooled() == null),
          Column.real(
              "share_of_draws",
              "",
              "Share of the draws of prices and speeds in which the cheapest mix stays the cheapest.",
              ChosenMix::shareOfDraws));

  private static final List<Column<PriceMove>> MOVES =
      List.of(
          Column.text("accelerator", "Accelerator whose price moves.", PriceMove::accelerator),
          Column.real("price_factor", "", "Factor by which its price moves.", PriceMove::factor),
          Column.text(
              "mix",
              "Cheapest mix within the targets at the moved price.",
              row -> row.then().mix().name()),
          Column.whole("cell", "", "Cell of that mix.", row -> row.then().cell()),
          Column.real(
              "dollars_per_request",
              "$",
              "Price of a request on that mix at the moved price.",
              PriceMove::dollars),
          Column.real(
              "dollars_factor",
              "",
              "Price of a request at the moved price over what the choice costs now.",
              PriceMove::dollarsFactor),
          Column.flag(
              "is_other_mix", "Whether the mix is another than now.", PriceMove::isOtherMix),
          Column.texts(
              "mixes_entering",
              "Mixes that the moved price brings onto the frontier of dollars, TTFT and TPOT within"
                  + " the targets.",
              PriceMove::entering),
          Column.texts(
              "mixes_leaving",
              "Mixes that the moved price takes off that frontier.",
              PriceMove::leaving));

  private static final List<Column<MixShare>> SHARES =
      List.of(
          Column.text("mix", "Mix of hardware.", MixShare::mix)
              .nullWhere(
                  "the row is of the draws in which none meets the targets",
                  row -> row.mix() == null),
          Column.real(
              "share_of_draws",
              "",
              "Share of the draws of prices and speeds in which the mix is the cheapest.",
              MixShare::ofDraws),
          Column.real(
              "share_on_frontier",
              "",
              "Share of the draws in which the mix is on the frontier of dollars, TTFT and TPOT"
                  + " within the targets.",
              MixShare::onFrontier));

  private ChoiceTables() {}

  /** The cheapest mix for each workload and targets that a mix meets. */
  public static Table<ForWorkload<ChosenMix>> choices(List<String> workload) {
    return table(
        "choices",
        "The cheapest mix for one workload within targets, and how much dearer simpler ones are.",
        workload,
        CHOSEN);
  }

  /** What is chosen when the price of one accelerator moves. */
  public static Table<ForWorkload<PriceMove>> priceMoves(List<String> workload) {
    return table(
        "price_moves",
        "What one moved price of an accelerator changes in the choice for a workload.",
        workload,
        MOVES);
  }

  /** How often each mix is chosen when all prices and speeds are drawn. */
  public static Table<ForWorkload<MixShare>> robustness(List<String> workload) {
    return table(
        "robustness",
        "How often a mix is chosen for a workload when all prices and speeds are drawn.",
        workload,
        SHARES);
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
