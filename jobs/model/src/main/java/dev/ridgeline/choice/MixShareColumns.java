package dev.ridgeline.choice;

import dev.ridgeline.schema.Column;
import java.util.List;

/** Columns of the table of robustness. */
public final class MixShareColumns {

  public static final Column<MixShare> MIX =
      Column.text("mix", "Mix of hardware, such as b200 > h200-sxm, ib-ndr-400.", MixShare::mix)
          .nullWhere(
              "the row counts the draws in which no mix meets the latency targets",
              row -> row.mix() == null);

  static final Column<MixShare> SHARE_OF_DRAWS =
      Column.real(
          "share_of_draws",
          "",
          "Share of the random draws of prices and speeds in which the mix is the cheapest"
              + " within the latency targets.",
          MixShare::ofDraws);

  private static final Column<MixShare> SHARE_ON_FRONTIER =
      Column.real(
          "share_on_frontier",
          "",
          "Share of the random draws of prices and speeds in which the mix is on the frontier of"
              + " dollars, TTFT and TPOT.",
          MixShare::onFrontier);

  static final List<Column<MixShare>> ALL = List.of(MIX, SHARE_OF_DRAWS, SHARE_ON_FRONTIER);

  private MixShareColumns() {}
}
