package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.day;
import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;

import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** The table {@code prices}: prices of accelerators by tariff. */
final class PriceTable {

  /** One price of one accelerator in one tariff. */
  record Row(String accelerator, String tariff, PriceBook.Price price) {}

  static final CatalogTable<Row> PRICES =
      new CatalogTable<>(
          new Table<>(
              "prices",
              "One row for each tariff of an accelerator.",
              List.of(
                  text("accelerator", "Catalog id of the accelerator.", Row::accelerator),
                  text(
                      "tariff",
                      "Terms of the price: on-demand, reserved, owner, or a name that a user gave.",
                      Row::tariff),
                  real(
                      "dollars_per_hour",
                      "$/h",
                      "Price of an hour of one accelerator with its share of the server.",
                      row -> row.price().dollarsPerHour()),
                  day("as_of", "Day on which the price was valid.", (Row row) -> row.price().asOf())
                      .nullWhere("no day is stated", row -> row.price().asOf() == null),
                  text("source", "Source of the price.", row -> row.price().source()))),
          PriceTable::rows);

  private PriceTable() {}

  private static List<Row> rows(Catalogs catalogs) {
    List<Row> rows = new ArrayList<>();
    for (PriceBook book : catalogs.prices().entries()) {
      book.tariffs().forEach((tariff, price) -> rows.add(new Row(book.id(), tariff, price)));
    }
    return rows;
  }
}
