package dev.ridgeline.choice;

import dev.ridgeline.schema.Column;
import java.util.List;

/** What the table of price moves says of a move. */
public final class PriceMoveColumns {

  public static final Column<PriceMove> ACCELERATOR =
      Column.text("accelerator", "Accelerator whose price moves.", PriceMove::accelerator);

  public static final Column<PriceMove> PRICE_FACTOR =
      Column.real("price_factor", "", "Factor by which the price moves.", PriceMove::factor);

  public static final Column<PriceMove> MIX =
      Column.text(
          ChosenMixColumns.MIX.name(),
          "Cheapest mix within the targets at the moved price.",
          row -> row.then().mix().name());

  public static final Column<PriceMove> CELL =
      Column.whole(
          ChosenMixColumns.CELL.name(),
          "",
          "Cell of the cheapest mix at the moved price.",
          row -> row.then().cell());

  private static final Column<PriceMove> DOLLARS_PER_REQUEST =
      Column.real(
          ChosenMixColumns.DOLLARS_PER_REQUEST.name(),
          "$",
          "Price of a request on that mix at the moved price.",
          PriceMove::dollars);

  public static final Column<PriceMove> DOLLARS_FACTOR =
      Column.real(
          "dollars_factor",
          "",
          "Price of a request at the moved price over its price now, each on the cheapest mix.",
          PriceMove::dollarsFactor);

  public static final Column<PriceMove> IS_OTHER_MIX =
      Column.flag(
          "is_other_mix",
          "Whether the cheapest mix at the moved price differs from that of now.",
          PriceMove::isOtherMix);

  private static final Column<PriceMove> MIXES_ENTERING =
      Column.texts(
          "mixes_entering",
          "Mixes that the moved price brings onto the frontier of dollars, TTFT and TPOT within the"
              + " targets.",
          PriceMove::entering);

  private static final Column<PriceMove> MIXES_LEAVING =
      Column.texts(
          "mixes_leaving",
          "Mixes that the moved price takes off that frontier.",
          PriceMove::leaving);

  static final List<Column<PriceMove>> ALL =
      List.of(
          ACCELERATOR,
          PRICE_FACTOR,
          MIX,
          CELL,
          DOLLARS_PER_REQUEST,
          DOLLARS_FACTOR,
          IS_OTHER_MIX,
          MIXES_ENTERING,
          MIXES_LEAVING);

  private PriceMoveColumns() {}
}
