package dev.ridgeline.choice;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.schema.Column;
import java.util.List;

/** Columns of the table of choices. */
public final class ChosenMixColumns {

  private static final String NO_ONE_KIND =
      "no mix with one kind of accelerator meets the latency targets";
  private static final String NO_COLOCATED = "no colocated mix meets the latency targets";

  public static final Column<ChosenMix> MIX =
      Column.text(
          "mix",
          "Cheapest mix of hardware within the latency targets, such as b200 > h200-sxm,"
              + " ib-ndr-400.",
          row -> row.best().mix().name());

  public static final Column<ChosenMix> CELL =
      Column.whole(
          CellColumns.CELL.name(),
          "",
          "Number of the cell that is the choice: the cheapest within the latency" + " targets.",
          row -> row.best().cell());

  public static final Column<ChosenMix> DOLLARS_PER_REQUEST =
      Column.real(
          CellColumns.DOLLARS_PER_REQUEST.name(),
          "$",
          "Price of one request on the cheapest mix.",
          row -> row.best().dollars());

  public static final Column<ChosenMix> TTFT_S =
      Column.real(
          CellColumns.TTFT_S.name(),
          "s",
          "Time to first token on the cheapest mix, at the percentile of the targets if they have one.",
          row -> row.best().ttftSeconds());

  public static final Column<ChosenMix> TPOT_S =
      Column.real(
          CellColumns.TPOT_S.name(),
          "s",
          "Time per output token on the cheapest mix.",
          row -> row.best().tpotSeconds());

  public static final Column<ChosenMix> HOMOGENEOUS_MIX =
      Column.<ChosenMix>text(
              "homogeneous_mix",
              "Cheapest mix with one kind of accelerator within the latency targets.",
              row -> requireNonNull(row.homogeneous()).mix().name())
          .nullWhere(NO_ONE_KIND, ChosenMix::lacksHomogeneous);

  private static final Column<ChosenMix> HOMOGENEOUS_CELL =
      Column.<ChosenMix>whole(
              "homogeneous_cell",
              "",
              "Number of the cell of the cheapest mix with one kind of accelerator.",
              row -> requireNonNull(row.homogeneous()).cell())
          .nullWhere(NO_ONE_KIND, ChosenMix::lacksHomogeneous);

  public static final Column<ChosenMix> HOMOGENEOUS_REGRET =
      Column.real(
              "homogeneous_regret",
              "",
              "Price of a request on the cheapest mix with one kind of accelerator, over its"
                  + " price on the cheapest mix of all.",
              ChosenMix::homogeneousRegret)
          .nullWhere(NO_ONE_KIND, ChosenMix::lacksHomogeneous);

  private static final Column<ChosenMix> POOLED_MIX =
      Column.<ChosenMix>text(
              "pooled_mix",
              "Cheapest colocated mix within the latency targets.",
              row -> requireNonNull(row.colocated()).mix().name())
          .nullWhere(NO_COLOCATED, ChosenMix::lacksColocated);

  private static final Column<ChosenMix> POOLED_CELL =
      Column.<ChosenMix>whole(
              "pooled_cell",
              "",
              "Number of the cell of the cheapest colocated mix.",
              row -> requireNonNull(row.colocated()).cell())
          .nullWhere(NO_COLOCATED, ChosenMix::lacksColocated);

  public static final Column<ChosenMix> POOLED_REGRET =
      Column.real(
              "pooled_regret",
              "",
              "Price of a request on the cheapest colocated mix, over its price on the cheapest"
                  + " mix of all.",
              ChosenMix::colocatedRegret)
          .nullWhere(NO_COLOCATED, ChosenMix::lacksColocated);

  public static final Column<ChosenMix> SHARE_OF_DRAWS =
      Column.real(
          MixShareColumns.SHARE_OF_DRAWS.name(),
          "",
          "Share of the random draws of prices and speeds in which the cheapest mix stays the"
              + " cheapest.",
          ChosenMix::shareOfDraws);

  static final List<Column<ChosenMix>> ALL =
      List.of(
          MIX,
          CELL,
          DOLLARS_PER_REQUEST,
          TTFT_S,
          TPOT_S,
          HOMOGENEOUS_MIX,
          HOMOGENEOUS_CELL,
          HOMOGENEOUS_REGRET,
          POOLED_MIX,
          POOLED_CELL,
          POOLED_REGRET,
          SHARE_OF_DRAWS);

  private ChosenMixColumns() {}
}
