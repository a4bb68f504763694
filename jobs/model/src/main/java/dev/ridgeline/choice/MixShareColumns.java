package dev.ridgeline.choice;

import dev.ridgeline.schema.Column;
import java.util.List;

/** What the table of robustness says of a mix. */
public final class MixShareColumns {

  public static final Column<MixShare> MIX =
      Column.text("mix", "Mix of hardware.", MixShare::mix)
          .nullWhere(
              "the row is about the draws in which no mix meets the targets",
              row -> row.mix() == null);

  static final Column<MixShare> SHARE_OF_DRAWS =
      Column.real(
          "share_of_draws",
          "",
          "Share of the draws of prices and speeds in which the mix is the cheapest.",
          MixShare::ofDraws);

  private static final Column<MixShare> SHARE_ON_FRONTIER =
      Column.real(
          "share_on_frontier",
          "",
          "Share of the draws in which the mix is on the frontier of dollars, TTFT and TPOT within"
              + " the targets.",
          MixShare::onFrontier);

  static final List<Column<MixShare>> ALL = List.of(MIX, SHARE_OF_DRAWS, SHARE_ON_FRONTIER);

  private MixShareColumns() {}
}
