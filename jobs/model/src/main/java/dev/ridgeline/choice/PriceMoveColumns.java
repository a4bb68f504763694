package dev.ridgeline.choice;

import dev.ridgeline.schema.Column;
import java.util.List;

/** Columns of the table of price moves. */
public final class PriceMoveColumns {

  public static final Column<PriceMove> ACCELERATOR =
      Column.text(
          "accelerator",
          "Catalog id of the accelerator whose hourly price moves.",
          PriceMove::accelerator);

  public static final Column<PriceMove> PRICE_FACTOR =
      Column.real(
          "price_factor",
          "",
          "Factor by which the hourly price of the accelerator is multiplied.",
          PriceMove::factor);

  public static final Column<PriceMove> MIX =
      Column.text(
          ChosenMixColumns.MIX.name(),
          "Cheapest mix within the latency targets at the moved price.",
          row -> row.then().mix().name());

  public static final Column<PriceMove> CELL =
      Column.whole(
          ChosenMixColumns.CELL.name(),
          "",
          "Number of the cell of the cheapest mix at the moved price.",
          row -> row.then().cell());

  private static final Column<PriceMove> DOLLARS_PER_REQUEST =
      Column.real(
          ChosenMixColumns.DOLLARS_PER_REQUEST.name(),
          "$",
          "Price of one request on the cheapest mix at the moved price.",
          PriceMove::dollars);

  public static final Column<PriceMove> DOLLARS_FACTOR =
      Column.real(
          "dollars_factor",
          "",
          "Price of a request at the moved price over its price at the catalog's price, each on"
              + " the cheapest mix there.",
          PriceMove::dollarsFactor);

  public static final Column<PriceMove> IS_OTHER_MIX =
      Column.flag(
          "is_other_mix",
          "Whether the cheapest mix at the moved price differs from the cheapest at the"
              + " catalog's price.",
          PriceMove::isOtherMix);

  private static final Column<PriceMove> MIXES_ENTERING =
      Column.texts(
          "mixes_entering",
          "Mixes that the moved price brings onto the frontier of dollars, TTFT and TPOT within"
              + " the latency targets.",
          PriceMove::entering);

  private static final Column<PriceMove> MIXES_LEAVING =
      Column.texts(
          "mixes_leaving",
          "Mixes that the moved price takes off the frontier of dollars, TTFT and TPOT within"
              + " the latency targets.",
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
