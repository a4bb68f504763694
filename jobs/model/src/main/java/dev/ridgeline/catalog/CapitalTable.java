package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.day;
import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;

import dev.ridgeline.schema.Table;
import java.util.List;

/** The table {@code capital}: purchase prices of accelerators. */
final class CapitalTable {

  static final CatalogTable<PriceBook> CAPITAL =
      new CatalogTable<>(
          new Table<>(
              "capital",
              "One row for each accelerator whose purchase price is known.",
              List.of(
                  text("accelerator", "Catalog id of the accelerator.", PriceBook::id),
                  real(
                      "dollars",
                      "$",
                      "Purchase price of one accelerator with its share of the server.",
                      book -> book.capital().dollars()),
                  day(
                          "as_of",
                          "Day on which the price was valid.",
                          (PriceBook book) -> book.capital().asOf())
                      .nullWhere("no day is stated", book -> book.capital().asOf() == null),
                  text("source", "Source of the price.", book -> book.capital().source()))),
          catalogs ->
              catalogs.prices().entries().stream()
                  .filter(book -> book.capital().isKnown())
                  .toList());

  private CapitalTable() {}
}
